const NOTICE_MS = 8000;
const TICK_MS = 250;

/** Says whether there is a connection, and when there will be one; and, for some seconds, what went wrong. */
export class StatusLine {
    #line;
    #text;
    #announcement;
    #notice;
    #clock = null;
    #noticeEnd = null;

    /**
     * @param {HTMLElement} line to be seen; its data-state becomes connecting, open, waiting or asking
     * @param {HTMLElement} announcement to be heard: told of changes, not of every second
     * @param {HTMLElement} notice takes sentences
     */
    constructor(line, announcement, notice) {
        this.#line = line;
        this.#text = line.querySelector('.text');
        this.#announcement = announcement;
        this.#notice = notice;
    }

    /** @param state as of RoomSocket, or `{name: 'asking'}` while there is no token */
    show(state) {
        clearInterval(this.#clock);
        this.#line.dataset.state = state.name;
        this.#line.querySelector('button').hidden = !['waiting', 'asking'].includes(state.name);
        if (state.name === 'connecting') this.#text.textContent = 'Connecting…';
        if (state.name === 'open') this.#say('Connected');
        if (state.name === 'asking') this.#say('A token is needed');
        if (state.name === 'waiting') this.#wait(state);
    }

    /** Shows a sentence for some seconds. */
    notice(sentence) {
        this.#notice.textContent = sentence;
        clearTimeout(this.#noticeEnd);
        this.#noticeEnd = setTimeout(() => { this.#notice.textContent = ''; }, NOTICE_MS);
    }

    #say(text) {
        this.#text.textContent = text;
        this.#announcement.textContent = text;
    }

    #wait({ until, reason }) {
        const why = reason ? ` (${reason})` : '';
        const countDown = () => {
            const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
            this.#text.textContent = `Reconnecting in ${seconds} s${why}`;
        };
        this.#announcement.textContent = `Connection lost${why}, reconnecting`;
        countDown();
        this.#clock = setInterval(countDown, TICK_MS);
    }
}
