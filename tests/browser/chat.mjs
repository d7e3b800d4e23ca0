// node chat.mjs BASE_URL OUT_DIR [CHECK…]: the page as somebody with a browser meets it; leaves screenshots in OUT_DIR

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PHONE, TRUSTING, Visitor, withBrowser } from './browser.mjs';
import { run } from './checks.mjs';
import { Peer } from './peer.mjs';
import { png } from './png.mjs';

const [base, folder, ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

const WAVES = png(640, 360, (x, y) => (y > 180 + 60 * Math.sin(x / 50) ? [98, 199, 184] : [232, 240, 238]));
/** Stored, not compressed: 4.3 MB, four times what the broker takes. */
const LARGE = png(1600, 900, (x, y) => [x % 256, y % 256, (x ^ y) % 256], 0);

const freshRoom = () => `room ${randomUUID().slice(0, 8)}`;
const raw = (room, query = '') => new URL(`topics/chat/${encodeURIComponent(room)}${query}`, base.replace(/^http/, 'ws')).href;

/** Two visitors in a room of their own, who must have nothing to complain about in the end. */
async function withTwo(work, device) {
    await withBrowser(async (browser) => {
        const room = freshRoom();
        const mia = await Visitor.enter(browser, base, room, 'Mia');
        const jonas = await Visitor.enter(browser, base, room, 'Jonas', device);
        await work(mia, jonas, room);
        assert.deepEqual([...mia.complaints, ...jonas.complaints], []);
    });
}

async function sendImage(visitor, name, buffer) {
    await visitor.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer });
}

/** Waits for the newest image and for its last byte. */
async function newestImageWidth(visitor, count) {
    const images = visitor.page.getByRole('img', { name: 'Image from Mia' });
    await images.nth(count - 1).waitFor();
    return images.nth(count - 1).evaluate((image) => image.decode().then(() => image.naturalWidth));
}

async function overflow({ page }) {
    return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

await run({
    async chat() {
        await withTwo(async (mia, jonas) => {
            await mia.say('Morning! Did the deploy go through?');
            await jonas.sees('Morning! Did the deploy go through?');
            await jonas.sees('Mia');
            await jonas.say('مرحبا <b>&amp;</b> all fine');
            await mia.sees('مرحبا <b>&amp;</b> all fine');

            await mia.page.getByRole('textbox', { name: 'Room' }).fill(freshRoom());
            await mia.page.keyboard.press('Enter');
            await mia.page.getByText('Nobody has said anything here yet').waitFor();
        });
    },

    async image() {
        await withTwo(async (mia, jonas) => {
            await sendImage(mia, 'waves.png', WAVES);
            assert.equal(await newestImageWidth(jonas, 1), 640);
            await sendImage(mia, 'large.png', LARGE);
            assert.ok(await newestImageWidth(jonas, 2) > 0);
            await jonas.say('Nice curve.');
            await mia.sees('Nice curve.');
            await mia.page.screenshot({ path: join(folder, 'chat-desktop.png') });
        });
    },

    async foreign() {
        await withTwo(async (mia, _, room) => {
            const other = await Peer.connect(raw(room));

            other.socket.send('build 1284 is green');
            await mia.sees('build 1284 is green');
            await mia.sees('someone');
            other.socket.send(Buffer.alloc(1234));
            await mia.sees('1,234 bytes');
            other.socket.send(WAVES);
            await mia.page.getByRole('img', { name: 'Image from someone' }).waitFor();

            await mia.say('Good.');
            const heard = JSON.parse((await other.receive()).data.toString());
            assert.deepEqual([heard.from, heard.text], ['Mia', 'Good.']);
            await other.close();
        });
    },

    async reconnect() {
        await withTwo(async (mia, jonas, room) => {
            await mia.say('one');
            await jonas.sees('one');
            const other = await Peer.connect(raw(room));
            other.socket.send('same');
            other.socket.send('same');
            await jonas.log.getByText('same', { exact: true }).nth(1).waitFor();

            await jonas.page.getByRole('textbox', { name: 'Message' }).fill('a draft');
            await jonas.cut();
            other.socket.send('same');
            await mia.say('two');
            await jonas.sees('two');
            await mia.say('three');
            await jonas.sees('three');

            assert.deepEqual(await jonas.texts(), ['one', 'same', 'same', 'same', 'two', 'three']);
            assert.equal(await jonas.page.getByRole('textbox', { name: 'Message' }).inputValue(), 'a draft');
            await other.close();
        });
    },

    async phone() {
        await withTwo(async (mia, jonas) => {
            await mia.say(`A long word: ${'broker'.repeat(40)}`);
            await sendImage(mia, 'waves.png', WAVES);
            await newestImageWidth(jonas, 1);
            await jonas.say('Reads well on a phone.');
            await mia.sees('Reads well on a phone.');
            await jonas.page.screenshot({ path: join(folder, 'chat-phone.png') });
            assert.equal(await overflow(jonas), 0);

            await jonas.page.getByText('Try it from elsewhere').click();
            assert.equal(await overflow(jonas), 0);
        }, PHONE);
    },

    async raw() {
        await withBrowser(async (browser) => {
            const page = await browser.newPage(TRUSTING);
            await page.goto(base);
            const peer = await Peer.connect(raw('lobby'));
            await page.evaluate(() => new Promise((resolve, reject) => {
                globalThis.arrived = [];
                globalThis.bare = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/topics/chat/lobby`);
                bare.binaryType = 'arraybuffer';
                bare.onmessage = ({ data }) => arrived.push(typeof data === 'string' ? data : [...new Uint8Array(data)]);
                bare.onopen = resolve;
                bare.onerror = () => reject(new Error('no connection'));
            }));

            await page.evaluate(() => { bare.send('from the page'); bare.send(Uint8Array.of(0, 255, 10)); });
            assert.deepEqual(await peer.receive(), { data: Buffer.from('from the page'), isBinary: false });
            assert.deepEqual(await peer.receive(), { data: Buffer.of(0, 255, 10), isBinary: true });
            peer.socket.send('to the page');
            peer.socket.send(Buffer.of(1, 0, 254));
            await page.waitForFunction(() => arrived.length === 2);
            assert.deepEqual(await page.evaluate(() => arrived), ['to the page', [1, 0, 254]]);

            // Long enough to be compressed, both ways
            assert.match(await page.evaluate(() => bare.extensions), /^permessage-deflate\b/);
            const long = 'a long line of a chat, '.repeat(1000);
            await page.evaluate((text) => bare.send(text), long);
            assert.equal((await peer.receive()).data.toString(), long);
            peer.socket.send(long);
            await page.waitForFunction(() => arrived.length === 3);
            assert.equal(await page.evaluate(() => arrived[2]), long);
            await peer.close();
        });
    },

    async http2() {
        await withBrowser(async (browser) => {
            const page = await browser.newPage(TRUSTING);
            const statuses = [];
            const devtools = await page.context().newCDPSession(page);
            devtools.on('Network.webSocketHandshakeResponseReceived', ({ response }) => statuses.push(response.status));
            await devtools.send('Network.enable');
            await page.goto(base);

            const { protocol, echoes } = await page.evaluate(() => new Promise((resolve, reject) => {
                const echoes = [];
                const socket = new WebSocket(`wss://${location.host}/topics/h2?echo=true`);
                socket.binaryType = 'arraybuffer';
                socket.onopen = () => { socket.send('over a stream'); socket.send(new Uint8Array(200_000).fill(7)); };
                socket.onerror = () => reject(new Error('no connection'));
                socket.onmessage = ({ data }) => {
                    echoes.push(typeof data === 'string' ? data : data.byteLength);
                    if (echoes.length === 2) socket.close(1000);
                };
                socket.onclose = ({ code }) => resolve({
                    protocol: performance.getEntriesByType('navigation')[0].nextHopProtocol,
                    echoes: [...echoes, code],
                });
            }));

            assert.equal(protocol, 'h2');
            // RFC 8441 §5: a stream is answered 200, a connection of HTTP/1.1 with 101
            assert.deepEqual([...new Set(statuses)], [200]);
            assert.deepEqual(echoes, ['over a stream', 200_000, 1000]);
        });
    },
}, wanted);
