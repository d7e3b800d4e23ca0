import WebSocket from 'ws';
import { within } from './checks.mjs';

const PATIENCE_MS = 10_000;

/** A client of the npm package ws that is asked for what it received, one by one. */
export class Peer {
    #arrived = [];
    #waiting = [];

    static async connect(url, perMessageDeflate = false) {
        const peer = new Peer(url, perMessageDeflate);
        await within(PATIENCE_MS, `connecting to ${url}`, peer.opened);
        return peer;
    }

    constructor(url, perMessageDeflate) {
        // Compression would hide what is on the wire from a look at its length
        this.socket = new WebSocket(url, { perMessageDeflate });
        this.opened = new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
        this.closed = new Promise((resolve) => this.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })));
        this.socket.on('message', (data, isBinary) => this.#take({ data, isBinary }));
    }

    /** @returns {Promise<{data: Buffer, isBinary: boolean}>} the oldest message that has not been asked for */
    receive() {
        const message = new Promise((resolve) => this.#waiting.push(resolve));
        this.#match();
        return within(PATIENCE_MS, 'receiving a message', message);
    }

    async close(code = 1000) {
        this.socket.close(code);
        return within(PATIENCE_MS, 'closing', this.closed);
    }

    #take(message) {
        this.#arrived.push(message);
        this.#match();
    }

    #match() {
        while (this.#arrived.length > 0 && this.#waiting.length > 0) this.#waiting.shift()(this.#arrived.shift());
    }
}
