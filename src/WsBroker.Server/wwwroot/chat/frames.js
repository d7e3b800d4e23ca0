/**
 * What this page puts into WebSocket messages, and what it makes of anything it receives. Pure: no DOM, no network.
 *
 * Text message: JSON {"id","from","text","at"}; `at` is in milliseconds since 1970, `id` is unique for each message.
 * Any other text is a message of someone who does not use this page.
 *
 * Image, as one binary message:
 *
 *     0       4              6                   6 + n
 *     +-------+--------------+-------------------+--------------------------+
 *     | CHT1  | n, 16 bit BE | {"id","from","at"}| PNG, JPEG, GIF or WebP   |
 *     +-------+--------------+-------------------+--------------------------+
 *
 * An image without that header is shown too; any other bytes are shown as their number.
 */

const MARK = [0x43, 0x48, 0x54, 0x31];
const HEADER_LENGTH = MARK.length + 2;

/** The largest message that the broker takes when nothing else is configured (limits:messageBytes), in bytes. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The longest name that is sent or shown, in UTF-16 units. */
export const MAX_NAME_LENGTH = 40;

/** Longest text that can be written, in UTF-16 units; far below MAX_MESSAGE_BYTES however it is encoded. */
export const MAX_TEXT_LENGTH = 8000;

/** Most bytes of an image that still fit in one message together with the header. */
export const MAX_IMAGE_BYTES = MAX_MESSAGE_BYTES - 1024;

export function encodeText({ id, from, text, at }) {
    return JSON.stringify({ id, from, text, at });
}

/** @returns {Uint8Array} header and image in one buffer */
export function encodeImage({ id, from, at }, image) {
    const header = new TextEncoder().encode(JSON.stringify({ id, from, at }));
    const frame = new Uint8Array(HEADER_LENGTH + header.length + image.length);
    frame.set(MARK);
    new DataView(frame.buffer).setUint16(MARK.length, header.length);
    frame.set(header, HEADER_LENGTH);
    frame.set(image, HEADER_LENGTH + header.length);
    return frame;
}

/**
 * Tells what a received message is; never throws.
 * @param {string | ArrayBuffer} data
 * @returns {{kind: 'text' | 'image' | 'bytes', id: ?string, from: ?string, at: ?number}} and `text`; or `image` (the bytes)
 * and `type` (its media type); or `length`
 */
export function decode(data) {
    return typeof data === 'string' ? decodeText(data) : decodeBinary(new Uint8Array(data));
}

/** The media type that the first bytes of an image tell, or null. */
export function sniff(bytes) {
    const starts = (at, ...expected) => expected.every((byte, i) => bytes[at + i] === byte);
    if (starts(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
    if (starts(0, 0xff, 0xd8, 0xff)) return 'image/jpeg';
    if (starts(0, 0x47, 0x49, 0x46, 0x38)) return 'image/gif';
    if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp';
    return null;
}

/** A short text that is equal for equal messages and, but for a rare accident, different for different ones (FNV-1a). */
export function fingerprint(data) {
    if (typeof data === 'string') return `t${data}`;
    const bytes = new Uint8Array(data);
    let hash = 0x811c9dc5;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
    return `b${bytes.length}:${hash >>> 0}`;
}

function decodeText(data) {
    const said = parse(data);
    return said !== null && typeof said.from === 'string' && typeof said.text === 'string'
        ? { kind: 'text', ...sender(said), text: said.text }
        : { kind: 'text', ...sender({}), text: data };
}

function decodeBinary(bytes) {
    const { header, body } = split(bytes);
    const type = sniff(body);
    return type === null
        ? { kind: 'bytes', ...sender(header), length: bytes.length }
        : { kind: 'image', ...sender(header), image: body, type };
}

function split(bytes) {
    const whole = { header: {}, body: bytes };
    if (bytes.length < HEADER_LENGTH || !MARK.every((byte, i) => bytes[i] === byte)) return whole;
    const end = HEADER_LENGTH + new DataView(bytes.buffer, bytes.byteOffset).getUint16(MARK.length);
    const header = parse(new TextDecoder().decode(bytes.subarray(HEADER_LENGTH, end)));
    return header === null ? whole : { header, body: bytes.subarray(end) };
}

function sender({ id, from, at }) {
    return {
        id: typeof id === 'string' && id !== '' ? id : null,
        from: typeof from === 'string' && from.trim() !== '' ? from.trim().slice(0, MAX_NAME_LENGTH) : null,
        at: Number.isFinite(at) && Math.abs(at) < 8.64e15 ? at : null,
    };
}

function parse(json) {
    try {
        const value = JSON.parse(json);
        return typeof value === 'object' ? value : null;
    } catch {
        return null;
    }
}
