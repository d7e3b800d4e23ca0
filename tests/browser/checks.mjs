/**
 * Runs checks one after the other and prints one line of JSON: {"passed":[…],"failed":{name: why}}.
 * Ends the process with exit code 0 if all passed, 1 if one failed, 2 if one is asked for that does not exist.
 * @param {Record<string, () => Promise<void>>} checks by name
 * @param {string[]} wanted the names to run; all if there are none
 */
export async function run(checks, wanted) {
    const names = wanted.length > 0 ? wanted : Object.keys(checks);
    const unknown = names.filter((name) => !Object.hasOwn(checks, name));
    if (unknown.length > 0) {
        console.error(`There is no check ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}`);
        process.exit(2);
    }

    const passed = [];
    const failed = {};
    for (const name of names) {
        try {
            await checks[name]();
            passed.push(name);
        } catch (error) {
            failed[name] = String(error.stack ?? error);
        }
    }

    console.log(JSON.stringify({ passed, failed }));
    // A check that failed has left its connections open, and they would keep the process alive
    process.exit(Object.keys(failed).length === 0 ? 0 : 1);
}

/** Rejects unless the promise comes to an end within the time; says what was waited for. */
export async function within(milliseconds, what, promise) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what}: nothing within ${milliseconds} ms`)), milliseconds);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}
