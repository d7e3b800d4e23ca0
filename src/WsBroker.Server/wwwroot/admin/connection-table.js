import { number, visible, word } from './text.js';

/** Connections that are searched for, each with a button that closes it. */
export class ConnectionTable {
    #query = {};

    constructor(root, api) {
        this.api = api;
        this.table = root.querySelector('#connections');
        this.note = root.querySelector('#connections-note');
        this.dialog = document.querySelector('#ask');
        root.querySelector('#connections-form').addEventListener('submit', (event) => {
            event.preventDefault();
            this.#query = { [root.querySelector('#by').value]: root.querySelector('#who').value };
            this.look();
        });
    }

    async look() {
        try {
            const { count, connections } = await this.api.get('connections', this.#query);
            this.table.hidden = connections.length === 0;
            this.table.tBodies[0].replaceChildren(...connections.map((connection) => this.#row(connection)));
            this.#say(count === 0 ? 'There are none.' : connections.length < count ? `${connections.length} of ${number(count)} are shown.` : count === 1 ? 'There is one.' : `There are ${number(count)}.`);
        } catch (error) {
            this.#say(error.message, true);
        }
    }

    #row(connection) {
        const row = document.createElement('tr');
        const client = word(connection.client);
        client.className = 'mono';
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = 'Disconnect';
        button.addEventListener('click', () => this.#disconnect(connection));
        const who = [connection.tenant, connection.user, connection.name && `(${connection.name})`].filter(Boolean).join(' ');
        for (const cell of [client, word(who || '–'), word(connection.subscriptions.join(', ') || '–'), button]) {
            row.insertCell().append(cell);
        }

        return row;
    }

    #disconnect({ client, user }) {
        this.dialog.querySelector('p').textContent = `Close the connection ${client}${user ? ` of ${visible(user)}` : ''}? Its client is told not to come back by itself.`;
        this.dialog.returnValue = 'no';
        this.dialog.addEventListener('close', async () => {
            if (this.dialog.returnValue !== 'yes') return;
            try {
                await this.api.post('disconnect', { client });
                await this.look();
            } catch (error) {
                this.#say(error.message, true);
            }
        }, { once: true });
        this.dialog.showModal();
    }

    #say(text, isBad = false) {
        this.note.textContent = text;
        this.note.toggleAttribute('data-bad', isBad);
    }
}
