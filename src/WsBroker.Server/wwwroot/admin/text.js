/**
 * Text of others, safe to look at: what has no shape of its own, or would turn what stands beside it around, is written as its number.
 * It goes into the page as text and never as HTML; this is for the eyes.
 */
export function visible(text) {
    return String(text ?? '').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);
}

/** An element with text in it, isolated from the direction of the text around it. */
export function word(text, tag = 'bdi') {
    const element = document.createElement(tag);
    element.textContent = visible(text);
    return element;
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SMALL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A number that people read at a glance. */
export function number(value) {
    return Number.isFinite(value) ? (Math.abs(value) < 10 ? SMALL : WHOLE).format(value) : '–';
}

/** Bytes, in the unit that gives one to four digits. */
export function bytes(value) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
        value /= 1024;
        unit++;
    }

    return Number.isFinite(value) ? `${SMALL.format(value)} ${units[unit]}` : '–';
}

/** How long, in its two largest units. */
export function duration(seconds) {
    const parts = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
    const first = Math.max(0, parts.findIndex(([, size]) => seconds >= size));
    return parts.slice(seconds < 1 ? 3 : first, (seconds < 1 ? 3 : first) + 2).map(([unit, size], at) => {
        const rest = at === 0 ? seconds : seconds % parts[first][1];
        return `${Math.floor(rest / size)} ${unit}`;
    }).join(' ');
}
