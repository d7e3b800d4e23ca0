const DONE_MS = 1600;

/** Copies a text on a click and says so on the button. */
export function copyOnClick(button, textOf) {
    const label = button.querySelector('.label') ?? button;
    const before = label.textContent;
    button.addEventListener('click', async () => {
        label.textContent = (await copy(textOf())) ? 'Copied' : 'Press Ctrl+C';
        setTimeout(() => { label.textContent = before; }, DONE_MS);
    });
}

async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return copyByCommand(text);
    }
}

// navigator.clipboard is missing on a page that came over plain HTTP from another machine
function copyByCommand(text) {
    const field = document.createElement('textarea');
    field.className = 'offscreen';
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
}
