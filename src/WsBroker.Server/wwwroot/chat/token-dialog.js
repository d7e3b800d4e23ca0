import { statusOf } from './token.js';

const UNAUTHORIZED = 401;
/** The broker's close codes for a token that has expired, and for one that was revoked. */
const REFUSED_LATER = [4401, 4403];

/** Asks for a token where the broker wants one, and not before. */
export class TokenDialog {
    #dialog;
    #token;
    #events;
    #isAsking = false;

    /** @param events `onAsked()`: there is no use in connecting before there is another token; `onTaken()`: there is one */
    constructor(dialog, token, events) {
        this.#dialog = dialog;
        this.#token = token;
        this.#events = events;
        dialog.addEventListener('close', () => this.#take());
    }

    /** The connection was lost, or never stood: finds out whether for want of a token. */
    async lost({ code, wasOpen }, room, page) {
        if (this.#isAsking) this.#events.onAsked();
        else if (REFUSED_LATER.includes(code) || (!wasOpen && await statusOf(room, page, this.#token) === UNAUTHORIZED)) this.#ask();
    }

    #ask() {
        if (this.#isAsking) return;
        this.#isAsking = true;
        this.#events.onAsked();
        this.#dialog.querySelector('p').textContent = this.#token.isThere
            ? 'The token that you gave is not valid any more.'
            : 'This broker wants to know who you are. The token stays in this tab.';
        this.#token.forget();
        this.#dialog.querySelector('input').value = '';
        if (!document.querySelector('dialog[open]')) this.#dialog.showModal();
        else document.querySelector('dialog[open]').addEventListener('close', () => this.#dialog.showModal(), { once: true });
    }

    #take() {
        this.#isAsking = false;
        const input = this.#dialog.querySelector('input');
        const isTaken = this.#token.take(input.value);
        input.value = '';
        if (isTaken) this.#events.onTaken();
    }
}
