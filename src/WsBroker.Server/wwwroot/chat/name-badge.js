import { hue, randomName, storeName, storedName, tidyName } from './person.js';

/** The reader's name: shown, asked for once, and changed on a click. */
export class NameBadge {
    #label;
    #initial;
    #dialog;
    #input;
    #known;

    constructor(label, initial, dialog) {
        this.#label = label;
        this.#initial = initial;
        this.#dialog = dialog;
        this.#input = dialog.querySelector('input');
        this.#known = storedName();
        label.closest('button').addEventListener('click', () => this.#ask());
        dialog.addEventListener('close', () => this.#take(tidyName(this.#input.value) || this.value));
        this.#show(this.#known ?? randomName());
    }

    value;

    /** Asks unless this browser has been told before. */
    askOnce() {
        if (this.#known === null) this.#ask();
    }

    #ask() {
        this.#input.value = this.value;
        this.#dialog.showModal();
        this.#input.select();
    }

    #take(name) {
        storeName(name);
        this.#known = name;
        this.#show(name);
    }

    #show(name) {
        this.value = name;
        this.#label.textContent = name;
        this.#initial.textContent = [...name][0].toUpperCase();
        this.#initial.style.setProperty('--hue', hue(name));
    }
}
