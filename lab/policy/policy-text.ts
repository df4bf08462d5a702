// The text of an own policy as a link has it: compressed, and in letters that an address takes.

/** What the file of an own policy is called, in the command and when it is downloaded. */
export const ownPolicyName = './policy.mjs';

/** A longer text is no policy that somebody would read before they run it. */
export const textCharactersMax = 50_000;

/** Mail and chat programs cut longer links. */
export const packedCharactersMax = 8_000;

/** Compresses a text (deflate, then base64 with the letters of an address). */
export async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The text again; undefined where these are no letters of `packed`, or too long a text. */
export async function unpacked(letters: string): Promise<string | undefined> {
  try {
    const binary = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return await textIn(stream.getReader());
  } catch {
    return undefined;
  }
}

/** Reads no further than a policy may be long: a few letters may stand for gigabytes. */
async function textIn(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > textCharactersMax) {
      await reader.cancel();
      return undefined;
    }
  }
  return text + decoder.decode();
}
