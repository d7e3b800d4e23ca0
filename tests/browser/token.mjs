// node token.mjs BASE_URL TOKEN: the chat page where the broker asks for a token

import assert from 'node:assert/strict';
import { DESKTOP, TRUSTING, withBrowser } from './browser.mjs';
import { run } from './checks.mjs';

const [base, token, ...wanted] = process.argv.slice(2);

await run({
    async token() {
        await withBrowser(async (browser) => {
            const context = await browser.newContext({ ...DESKTOP, ...TRUSTING, reducedMotion: 'reduce' });
            context.setDefaultTimeout(20_000);
            const page = await context.newPage();
            const addresses = [];
            page.on('request', (request) => addresses.push(request.url()));
            page.on('websocket', (socket) => addresses.push(socket.url()));
            await page.goto(new URL('#tea', base).href);
            await page.getByRole('dialog').getByRole('textbox').fill('Mia');
            await page.getByRole('button', { name: 'Join the room' }).click();

            const dialog = page.locator('#token-dialog');
            await dialog.getByText('wants to know who you are').waitFor();
            await page.locator('#status').getByText('A token is needed').waitFor();
            await dialog.locator('input').fill('no-token-at-all');
            await page.getByRole('button', { name: 'Connect' }).click();
            await dialog.getByText('not valid any more').waitFor();
            await dialog.locator('input').fill(token);
            await page.getByRole('button', { name: 'Connect' }).click();
            await page.getByText('Connected', { exact: true }).first().waitFor();
            assert.equal(await page.getByText('A token is needed').count(), 0);

            await page.getByRole('textbox', { name: 'Message' }).fill('hello');
            await page.keyboard.press('Enter');
            await page.getByRole('log').getByText('hello', { exact: true }).waitFor();
            await page.reload();
            await page.getByText('Connected', { exact: true }).first().waitFor();
            assert.equal(await dialog.isVisible(), false);
            assert.ok(addresses.every((address) => !address.includes(token)), 'the token is in an address');
            assert.equal(await page.evaluate(() => document.cookie), '');
        });
    },
}, wanted);
