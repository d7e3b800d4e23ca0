import { MAX_IMAGE_BYTES, sniff } from './frames.js';

/** Tried in turn until one is small enough: the longer side in pixels, and the JPEG quality. */
const STEPS = [[2560, 0.86], [2048, 0.82], [1600, 0.8], [1280, 0.75], [960, 0.7], [640, 0.6]];

/**
 * The bytes of an image that every browser can show and one message can hold.
 * A file that is so already is left as it is; any other is drawn anew as JPEG, scaled down as far as need be.
 * @param {Blob} file
 * @returns {Promise<?Uint8Array>} null if this browser cannot read it as an image
 */
export async function prepareImage(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes.length <= MAX_IMAGE_BYTES && sniff(bytes) !== null) return bytes;
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (bitmap === null) return null;
    try {
        return await shrink(bitmap);
    } finally {
        bitmap.close();
    }
}

async function shrink(bitmap) {
    for (const [side, quality] of STEPS) {
        const blob = await draw(bitmap, side, quality);
        if (blob !== null && blob.size <= MAX_IMAGE_BYTES) return new Uint8Array(await blob.arrayBuffer());
    }
    return null;
}

function draw(bitmap, side, quality) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d');
    // JPEG has no transparency, and black is what would show through
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
