// What code of a policy's author reaches in its worker: the language, and the console. The page's
// Content-Security-Policy forbids the network anyhow, but for files beside the page itself.

/** Names of the language, as ECMAScript has them, and `console`. */
const allowed: ReadonlySet<string | symbol> = new Set(
  `globalThis undefined NaN Infinity isFinite isNaN parseFloat parseInt decodeURI
  decodeURIComponent encodeURI encodeURIComponent escape unescape Object Function Array
  Boolean Number BigInt String Symbol Iterator Math JSON Date RegExp Intl Reflect Proxy
  Promise eval Map Set WeakMap WeakSet WeakRef FinalizationRegistry Error AggregateError
  EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError
  DisposableStack AsyncDisposableStack ArrayBuffer SharedArrayBuffer DataView Int8Array
  Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt64Array
  BigUint64Array Float16Array Float32Array Float64Array console`.split(/\s+/),
);

/** Takes all else from a worker's global scope. What is needed later has to be kept before. */
export function lockScope(scope: object): void {
  let holder: object | null = scope;
  while (holder !== null && holder !== Object.prototype) {
    for (const name of Reflect.ownKeys(holder)) {
      const isKept = allowed.has(name) || typeof name === 'symbol' || name === 'constructor';
      if (!isKept) Reflect.deleteProperty(holder, name);
    }
    holder = Reflect.getPrototypeOf(holder);
  }
}
