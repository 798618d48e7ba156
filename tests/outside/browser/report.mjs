// One line for each check, and how many held.

let passed = 0;
let failed = 0;

// Runs a check. It throws, or gives a list of what is wrong, or a word on what it saw.
export async function check(name, run) {
  let found;
  try {
    found = await run();
  } catch (error) {
    found = [String(error.message ?? error).split('\n').slice(0, 3).join(' ')];
  }
  if (Array.isArray(found) && found.length > 0) {
    failed += 1;
    console.log(`browser: FAILED: ${name}: ${found.length} found`);
    for (const finding of found.slice(0, 10)) console.log(`  ${finding}`);
  } else {
    passed += 1;
    console.log(`browser: ok: ${name}${typeof found === 'string' ? ` (${found})` : ''}`);
  }
}

// Says how it went; gives whether all is well.
export function summary() {
  console.log(`browser: ${passed} passed, ${failed} failed`);
  return passed > 0 && failed === 0;
}

export function expect(holds, what) {
  if (!holds) throw new Error(what);
}

// The middle one of several lengths of time.
export function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
