import { MAX_TEXT_LENGTH } from './frames.js';
import { prepareImage } from './images.js';
import { recall, remember } from './memory.js';

/** Where a message is written and images are put in: by button, by paste, by drop. Keeps the draft of each room. */
export class Composer {
    #form;
    #text;
    #events;
    #draftKey;

    /** @param events `onText(text)`, `onImage(bytes)`, `onNotice(sentence)` */
    constructor(form, events) {
        this.#form = form;
        this.#events = events;
        this.#text = form.querySelector('textarea');
        this.#text.maxLength = MAX_TEXT_LENGTH;
        this.#text.addEventListener('input', () => this.#typed());
        this.#text.addEventListener('keydown', (event) => this.#pressed(event));
        form.addEventListener('submit', (event) => this.#submit(event));
        this.#listenForImages(form.querySelector('input[type=file]'));
    }

    /** Takes up the draft of a room. */
    enter(room) {
        this.#draftKey = `wsbroker.chat.draft.${room}`;
        this.#text.value = recall('sessionStorage', this.#draftKey) ?? '';
        this.#text.placeholder = `Message #${room}`;
        this.#typed();
    }

    #listenForImages(picker) {
        this.#form.querySelector('[data-pick]').addEventListener('click', () => picker.click());
        picker.addEventListener('change', () => {
            this.#take(picker.files);
            picker.value = '';
        });
        document.addEventListener('paste', (event) => this.#paste(event));
        document.addEventListener('dragover', (event) => this.#over(event));
        document.addEventListener('dragleave', ({ relatedTarget }) => this.#highlight(relatedTarget !== null && this.#isHighlit()));
        document.addEventListener('drop', (event) => {
            this.#highlight(false);
            this.#take(event.dataTransfer.files, event);
        });
    }

    // A spreadsheet puts a picture of its cells beside their text; the text is what is meant
    #paste(event) {
        if (!event.clipboardData.types.includes('text/plain')) this.#take(event.clipboardData.files, event);
    }

    #over(event) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        this.#highlight(true);
    }

    #isHighlit() {
        return document.body.classList.contains('dropping');
    }

    #highlight(on) {
        document.body.classList.toggle('dropping', on);
    }

    async #take(files, event) {
        if (files.length === 0) return;
        event?.preventDefault();
        const room = this.#draftKey;
        for (const file of [...files]) {
            const image = await prepareImage(file);
            if (room !== this.#draftKey) return;
            if (image === null) this.#events.onNotice(`${file.name} is not an image that this browser can send.`);
            else this.#events.onImage(image);
        }
    }

    #typed() {
        remember('sessionStorage', this.#draftKey, this.#text.value);
        this.#text.style.height = 'auto';
        this.#text.style.height = `${this.#text.scrollHeight}px`;
        this.#form.classList.toggle('empty', this.#text.value.trim() === '');
    }

    // Enter that ends the composition of a character (IME) is not meant for us
    #pressed(event) {
        if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#submit(event);
    }

    #submit(event) {
        event.preventDefault();
        const text = this.#text.value.trim();
        this.#text.focus();
        if (text === '') return;
        this.#text.value = '';
        this.#typed();
        this.#events.onText(text);
    }
}
