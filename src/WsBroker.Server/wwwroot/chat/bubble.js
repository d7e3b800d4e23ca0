const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;
const FEW_EMOJI = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f ]{1,12}$/u;

/**
 * One message as an element. Whatever a peer sent goes in as text, never as markup.
 * @returns {{element: HTMLElement, release: () => void}} `release` gives back what the element holds; call it once
 */
export function bubbleOf(message) {
    const element = document.createElement('div');
    element.className = `bubble ${message.kind}`;
    if (message.at !== null) element.title = new Date(message.at).toLocaleString();
    return { element, release: FILLERS[message.kind](element, message) };
}

const FILLERS = {
    text(element, { text }) {
        element.dir = 'auto';
        element.classList.toggle('emoji', FEW_EMOJI.test(text));
        element.append(...withLinks(text));
        return nothing;
    },

    bytes(element, { length }) {
        element.textContent = `${length.toLocaleString()} ${length === 1 ? 'byte' : 'bytes'}`;
        return nothing;
    },

    image(element, { image, type, from }) {
        const url = URL.createObjectURL(new Blob([image], { type }));
        const picture = document.createElement('img');
        picture.alt = `Image from ${from ?? 'someone'}`;
        picture.src = url;
        picture.addEventListener('error', () => { element.textContent = 'An image that cannot be shown'; }, { once: true });
        const open = document.createElement('button');
        open.type = 'button';
        open.dataset.viewer = '';
        open.append(picture);
        element.append(open);
        return () => URL.revokeObjectURL(url);
    },
};

function nothing() {}

function withLinks(text) {
    const parts = [];
    let end = 0;
    for (const { 0: address, index } of text.matchAll(LINK)) {
        parts.push(text.slice(end, index), link(address));
        end = index + address.length;
    }
    return [...parts, text.slice(end)];
}

function link(address) {
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer nofollow';
    anchor.textContent = address;
    return anchor;
}
