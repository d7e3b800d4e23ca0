export const DEFAULT_ROOM = 'lobby';

/** The most of history that is asked for on joining. */
export const HISTORY = 50;

/** A topic has at most 255 bytes and 32 levels, and `chat/` is in front. */
const MAX_BYTES = 240;
const MAX_LEVELS = 31;

/** Makes of any text a room that is a valid topic below `chat/`; of nothing, the default room. */
export function tidy(text) {
    const levels = text
        .normalize()
        .replace(/[+#\p{Cc}\p{Cs}]/gu, '')
        .split('/')
        .map((level) => level.trim())
        .filter((level) => level !== '' && level !== '.' && level !== '..')
        .slice(0, MAX_LEVELS);
    return shorten(levels.join('/')) || DEFAULT_ROOM;
}

/** The room that a link like `/#tea%20room` names. */
export function roomOf(hash) {
    try {
        return tidy(decodeURIComponent(hash.slice(1)));
    } catch {
        return tidy(hash.slice(1));
    }
}

export function hashOf(room) {
    return `#${encodePath(room)}`;
}

/** The raw endpoint of a room, beside the page wherever it is served. */
export function endpoint(room, page, query = '') {
    const url = new URL(`topics/chat/${encodePath(room)}${query}`, page);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return url.href;
}

function encodePath(room) {
    return room.split('/').map(encodeURIComponent).join('/');
}

function shorten(room) {
    const encoder = new TextEncoder();
    let letters = [...room];
    while (encoder.encode(letters.join('')).length > MAX_BYTES) letters = letters.slice(0, -1);
    return letters.join('').replace(/\/+$/, '').trim();
}
