/** The upper bound of the n-th wait doubles from the first to the longest, in ms. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** A connection that lasted this long was a good one: the next wait is a first one again. */
const GOOD_AFTER_MS = 5000;
/** A handshake that takes longer is given up. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Full jitter: anything between nothing and the bound, so that clients that were cut off together do not return together.
 * @param {number} attempt 0 for the first
 * @param {number} random from 0 to below 1
 * @returns {number} ms
 */
export function wait(attempt, random) {
    return Math.round(random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 16)));
}

/**
 * A WebSocket that comes back. Calls `onState({name: 'connecting' | 'open'})` or `onState({name: 'waiting', until, code, reason, wasOpen})`,
 * where `until` is in ms since 1970 and `wasOpen` tells whether there had been a connection, and `onMessage(data)` for each message.
 */
export class RoomSocket {
    #url;
    #protocols;
    #events;
    #socket = null;
    #attempt = 0;
    #openedAt = null;
    #timer = null;

    /** @param {() => string[]} protocols what to offer with each handshake */
    constructor(url, events, protocols = () => []) {
        this.#url = url;
        this.#protocols = protocols;
        this.#events = events;
    }

    get isOpen() {
        return this.#socket?.readyState === WebSocket.OPEN;
    }

    /** Connects at once, in place of whatever connection or wait there is. */
    connect() {
        this.leave();
        this.#events.onState({ name: 'connecting' });
        const socket = new WebSocket(this.#url, this.#protocols());
        this.#socket = socket;
        socket.binaryType = 'arraybuffer';
        this.#timer = setTimeout(() => this.#lost(socket, {}), CONNECT_TIMEOUT_MS);
        socket.addEventListener('open', () => this.#opened(socket));
        socket.addEventListener('close', (end) => this.#lost(socket, end));
        socket.addEventListener('message', ({ data }) => {
            if (socket === this.#socket) this.#events.onMessage(data);
        });
    }

    /** Connects at once if it waits to. */
    retry() {
        if (this.#socket === null) this.connect();
    }

    leave() {
        clearTimeout(this.#timer);
        this.#openedAt = null;
        const socket = this.#socket;
        this.#socket = null;
        socket?.close();
    }

    /** @param {string | Uint8Array} data */
    send(data) {
        this.#socket.send(data);
    }

    #opened(socket) {
        if (socket !== this.#socket) return;
        clearTimeout(this.#timer);
        this.#openedAt = Date.now();
        this.#events.onState({ name: 'open' });
    }

    #lost(socket, { code = 1006, reason = '' }) {
        if (socket !== this.#socket) return;
        if (this.#openedAt !== null && Date.now() - this.#openedAt > GOOD_AFTER_MS) this.#attempt = 0;
        const wasOpen = this.#openedAt !== null;
        this.leave();
        const delay = wait(this.#attempt++, Math.random());
        this.#timer = setTimeout(() => this.connect(), delay);
        this.#events.onState({ name: 'waiting', until: Date.now() + delay, code, reason, wasOpen });
    }
}
