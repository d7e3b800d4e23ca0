import { bubbleOf } from './bubble.js';
import { hue } from './person.js';

/** Older messages leave the page, and their images the memory. */
const MOST_MESSAGES = 300;
/** Messages of one sender that follow each other within this time share one heading. */
const GROUP_MS = 5 * 60_000;
/** So near to the end, in CSS pixels, the reader counts as being there. */
const END_PX = 60;

const STRANGER = 'someone';

/** The messages of a room on the page, oldest first; keeps the reader's place. */
export class MessageLog {
    #scroller;
    #list;
    #shown = [];
    #last = null;
    #day = Date.now();
    #atEnd = true;
    #onUnseen;
    #unseen = 0;

    /**
     * @param {HTMLElement} scroller scrolls, and is told to assistive technology
     * @param {HTMLElement} list in the scroller, takes the messages
     * @param {(count: number) => void} onUnseen told how many messages came in below what is seen
     */
    constructor(scroller, list, onUnseen) {
        this.#scroller = scroller;
        this.#list = list;
        this.#onUnseen = onUnseen;
        scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
        const keepPlace = new ResizeObserver(() => this.#atEnd && this.toEnd());
        keepPlace.observe(scroller);
        keepPlace.observe(list);
    }

    /** @param message as decoded, with `own` (sent from this tab) */
    add(message) {
        this.#addDay(message);
        const group = this.#continues(message) ? this.#last.group : this.#addGroup(message);
        const bubble = bubbleOf(message);
        group.append(bubble.element);
        this.#shown.push({ ...bubble, group });
        this.#last = { group, from: message.from, own: message.own, at: message.at };
        this.#trim();
        this.#arrived(message.own);
    }

    /** Says that what stands below may not be all that was said. */
    addGap() {
        this.#list.append(separator('Some messages may be missing here'));
        this.#last = this.#last && { ...this.#last, group: null };
    }

    clear() {
        this.#shown.forEach((bubble) => bubble.release());
        this.#shown = [];
        this.#last = null;
        this.#day = Date.now();
        this.#list.replaceChildren();
        this.toEnd();
    }

    toEnd() {
        this.#scroller.scrollTop = this.#scroller.scrollHeight;
        this.#atEnd = true;
        this.#tellUnseen(0);
    }

    #continues({ from, own, at }) {
        const last = this.#last;
        return last?.group != null && last.from === from && last.own === own
            && (at === null) === (last.at === null) && Math.abs((at ?? 0) - (last.at ?? 0)) < GROUP_MS;
    }

    #addDay({ at }) {
        if (at === null || sameDay(at, this.#day)) return;
        this.#day = at;
        const format = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
        this.#list.append(separator(sameDay(at, Date.now()) ? 'Today' : format.format(at)));
        this.#last = null;
    }

    #addGroup({ from, own, at }) {
        const group = document.createElement('div');
        group.className = own ? 'group own' : 'group';
        group.classList.toggle('stranger', from === null);
        group.style.setProperty('--hue', hue(from ?? STRANGER));
        group.append(avatar(from ?? '?'), heading(from ?? STRANGER, at));
        this.#list.append(group);
        return group;
    }

    #trim() {
        while (this.#shown.length > MOST_MESSAGES) {
            const { element, group, release } = this.#shown.shift();
            release();
            element.remove();
            if (group !== this.#shown[0].group) this.#removeUpTo(this.#shown[0].group);
        }
    }

    #removeUpTo(group) {
        while (this.#list.firstElementChild !== group) this.#list.firstElementChild.remove();
    }

    #arrived(own) {
        if (own || this.#atEnd) this.toEnd();
        else this.#tellUnseen(this.#unseen + 1);
    }

    #scrolled() {
        const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
        this.#atEnd = scrollHeight - scrollTop - clientHeight < END_PX;
        if (this.#atEnd) this.#tellUnseen(0);
    }

    #tellUnseen(count) {
        if (count === this.#unseen) return;
        this.#unseen = count;
        this.#onUnseen(count);
    }
}

function sameDay(one, other) {
    return new Date(one).toDateString() === new Date(other).toDateString();
}

function separator(text) {
    const line = document.createElement('p');
    line.className = 'separator';
    line.textContent = text;
    return line;
}

function avatar(name) {
    const circle = document.createElement('span');
    circle.className = 'avatar';
    circle.setAttribute('aria-hidden', 'true');
    circle.textContent = [...name][0].toUpperCase();
    return circle;
}

function heading(name, at) {
    const line = document.createElement('div');
    line.className = 'heading';
    const who = document.createElement('bdi');
    who.className = 'who';
    who.textContent = name;
    line.append(who);
    if (at !== null) {
        const time = document.createElement('time');
        time.dateTime = new Date(at).toISOString();
        time.textContent = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }).format(at);
        line.append(time);
    }
    return line;
}
