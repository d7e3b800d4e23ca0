import { decode, encodeImage, encodeText, fingerprint } from './frames.js';
import { Rejoin } from './rejoin.js';
import { HISTORY, endpoint } from './room.js';
import { RoomSocket } from './room-socket.js';

/** Without a message for so long after a (re)connect, history is over. */
const QUIET_MS = 500;
/** A message that bears no time is dated by its arrival, unless it came with the history. */
const HISTORY_MS = 1500;
/** A time further ahead than this is some clock's mistake. */
const MOST_AHEAD_MS = 5 * 60_000;
/** Close code of RFC 6455 §7.4.1 for a message that is too big. */
const TOO_BIG = 1009;

/**
 * One room: what has been said, each message once and in the topic's order, and what is still to be sent.
 * What is written without a connection is sent as soon as there is one; a message that was on its way when the connection
 * broke is sent again unless it comes back with the history.
 */
export class Conversation {
    #socket;
    #ids;
    #events;
    #known = [];
    #seen = new Set();
    #unsent = new Map();
    #rejoin = new Rejoin([]);
    #joinedAt = null;
    #quiet = null;

    /**
     * @param {string} room
     * @param {string} page address of the page
     * @param {MessageIds} ids of this tab
     * @param {Token} token who the reader is, if the broker asks
     * @param events `onMessage(message)`, `onUnsent(messages)`, `onGap()`, `onState(state)`, `onNotice(sentence)`
     */
    constructor(room, page, ids, token, events) {
        this.#ids = ids;
        this.#events = events;
        this.#socket = new RoomSocket(endpoint(room, page, `?echo=true&last=${HISTORY}`), {
            onState: (state) => this.#changed(state),
            onMessage: (data) => this.#received(data),
        }, () => token.protocols);
    }

    join() {
        this.#socket.connect();
    }

    /** Connects at once if it only waits to. */
    retry() {
        this.#socket.retry();
    }

    leave() {
        clearTimeout(this.#quiet);
        this.#socket.leave();
    }

    say(from, text) {
        this.#send(from, (envelope) => encodeText({ ...envelope, text }));
    }

    show(from, image) {
        this.#send(from, (envelope) => encodeImage(envelope, image));
    }

    #send(from, encode) {
        const at = Date.now();
        const envelope = { id: this.#ids.next(at), from, at };
        const data = encode(envelope);
        this.#unsent.set(envelope.id, data);
        this.#tellUnsent();
        if (this.#socket.isOpen && this.#rejoin.settled) this.#socket.send(data);
    }

    #changed(state) {
        clearTimeout(this.#quiet);
        if (state.name === 'open') this.#joined();
        if (state.code === TOO_BIG) this.#giveUpLargest();
        this.#events.onState(state);
    }

    #joined() {
        this.#joinedAt = Date.now();
        this.#rejoin = new Rejoin(this.#known);
        this.#awaitQuiet();
        if (this.#rejoin.settled) this.#sendAll();
    }

    #awaitQuiet() {
        clearTimeout(this.#quiet);
        if (!this.#rejoin.settled) this.#quiet = setTimeout(() => this.#take(this.#rejoin.settle()), QUIET_MS);
    }

    #received(data) {
        const wasSettled = this.#rejoin.settled;
        const news = this.#rejoin.accept({ data, print: fingerprint(data) });
        this.#awaitQuiet();
        this.#take(news, wasSettled);
    }

    #take({ fresh, gap }, wasSettled = false) {
        if (gap) this.#events.onGap();
        fresh.forEach((message) => this.#accept(message));
        if (!wasSettled && this.#rejoin.settled) this.#sendAll();
    }

    #accept({ data, print }) {
        this.#known = [...this.#known, print].slice(-HISTORY);
        const message = decode(data);
        if (this.#isRepeated(message.id)) return;
        if (this.#unsent.delete(message.id)) this.#tellUnsent();
        this.#events.onMessage(this.#dated(message));
    }

    #isRepeated(id) {
        if (id === null) return false;
        if (this.#seen.has(id)) return true;
        this.#seen.add(id);
        if (this.#seen.size > 4 * HISTORY) this.#seen.delete(this.#seen.values().next().value);
        return false;
    }

    #dated(message) {
        const now = Date.now();
        const arrival = now - this.#joinedAt > HISTORY_MS ? now : null;
        const at = message.at === null ? arrival : Math.min(message.at, now + MOST_AHEAD_MS);
        return { ...message, at, own: this.#ids.isOwn(message.id) };
    }

    #sendAll() {
        for (const data of this.#unsent.values()) this.#socket.send(data);
    }

    // A message that is too big would end every connection anew
    #giveUpLargest() {
        const size = ([, data]) => data.length;
        const largest = [...this.#unsent].sort((one, other) => size(other) - size(one))[0];
        if (largest === undefined) return;
        this.#unsent.delete(largest[0]);
        this.#tellUnsent();
        this.#events.onNotice('That was larger than the broker accepts, and was not sent.');
    }

    #tellUnsent() {
        this.#events.onUnsent([...this.#unsent.values()].map((data) => this.#dated(decode(toReceived(data)))));
    }
}

function toReceived(data) {
    return typeof data === 'string' ? data : data.buffer;
}
