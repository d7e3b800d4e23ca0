/**
 * What the browser keeps for the page. Storage throws where a browser forbids it; the page then works without memory.
 * @param {'localStorage' | 'sessionStorage'} storage kept for the browser, or for this tab alone
 */
export function recall(storage, key) {
    try {
        return window[storage].getItem(key);
    } catch {
        return null;
    }
}

export function remember(storage, key, value) {
    try {
        window[storage].setItem(key, value);
    } catch {
        // Without memory, then
    }
}
