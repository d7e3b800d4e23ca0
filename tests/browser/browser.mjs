import { chromium } from 'playwright-core';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' };

/** For brokers with a certificate that a test has signed itself. */
export const TRUSTING = { ignoreHTTPSErrors: true };

const PATIENCE_MS = 20_000;

/** A headless Chromium from $CHROMIUM, else /usr/bin/chromium; does `work` with it and ends it. */
export async function withBrowser(work) {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
    try {
        await work(browser);
    } finally {
        await browser.close();
    }
}

/** Somebody with a browser of their own, in a room; `complaints` are the errors that the console showed. */
export class Visitor {
    static async enter(browser, base, room, name, device = DESKTOP) {
        const context = await browser.newContext({ ...device, ...TRUSTING, reducedMotion: 'reduce' });
        context.setDefaultTimeout(PATIENCE_MS);
        const page = await context.newPage();
        const visitor = new Visitor(page);
        await visitor.#cutOnRequest();
        await page.goto(new URL(`#${room}`, base).href);
        await page.getByRole('dialog').getByRole('textbox').fill(name);
        await page.getByRole('button', { name: 'Join the room' }).click();
        await visitor.connected();
        return visitor;
    }

    constructor(page) {
        this.page = page;
        this.complaints = [];
        this.cut = () => {};
        this.log = page.getByRole('log');
        page.on('console', (line) => line.type() === 'error' && this.complaints.push(line.text()));
        page.on('pageerror', (error) => this.complaints.push(String(error)));
    }

    async connected() {
        await this.page.getByText('Connected', { exact: true }).first().waitFor();
    }

    async say(text) {
        await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
        await this.page.keyboard.press('Enter');
    }

    async sees(text) {
        await this.log.getByText(text, { exact: true }).waitFor();
    }

    async texts() {
        return this.log.locator('.bubble').allInnerTexts();
    }

    /** Puts a hand on the line between page and broker: `cut()` then breaks the connection as the network would. */
    async #cutOnRequest() {
        await this.page.routeWebSocket(/\/topics\//, (socket) => {
            const server = socket.connectToServer();
            this.cut = async () => {
                await server.close();
                await socket.close({ code: 1001, reason: 'cut' });
            };
        });
    }
}
