import { MAX_NAME_LENGTH } from './frames.js';
import { recall, remember } from './memory.js';

const NAME_KEY = 'wsbroker.chat.name';
const TAB_KEY = 'wsbroker.chat.tab';
const MOODS = ['Quiet', 'Brave', 'Merry', 'Gentle', 'Sunny', 'Clever', 'Calm', 'Swift', 'Kind', 'Curious', 'Bright', 'Patient'];
const ANIMALS = ['Otter', 'Heron', 'Badger', 'Finch', 'Lynx', 'Robin', 'Hare', 'Seal', 'Wren', 'Fox', 'Owl', 'Hedgehog'];

/** The name this browser was given, or null. */
export function storedName() {
    return recall('localStorage', NAME_KEY);
}

/** Keeps a name for the next visit. */
export function storeName(name) {
    remember('localStorage', NAME_KEY, name);
}

export function randomName() {
    const one = (words) => words[Math.floor(Math.random() * words.length)];
    return `${one(MOODS)} ${one(ANIMALS)}`;
}

/** A name as it is sent: one line, no control characters, not too long; '' if nothing is left. */
export function tidyName(text) {
    return text.replace(/\p{Cc}+/gu, ' ').trim().slice(0, MAX_NAME_LENGTH);
}

/** Tells this tab's messages from those of others, also after a reload: an id begins with the tab's own part. */
export class MessageIds {
    #tab;
    #count = 0;

    constructor() {
        this.#tab = recall('sessionStorage', TAB_KEY) ?? randomLetters();
        remember('sessionStorage', TAB_KEY, this.#tab);
    }

    next(now) {
        return `${this.#tab}.${now.toString(36)}.${this.#count++}`;
    }

    isOwn(id) {
        return id !== null && id.startsWith(`${this.#tab}.`);
    }
}

/** The colour of a name: a hue in degrees, the same on every machine. */
export function hue(name) {
    let hash = 0;
    for (const letter of name) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
    return hash % 360;
}

function randomLetters() {
    return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
