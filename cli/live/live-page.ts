// The page as it is served beside a run: it may ask its own server for events, and knows where.
import { eventsPath, liveMetaName } from './live-event.ts';

const policyStart = "default-src 'none';";

/** @throws {Error} where the page has no policy that could be widened */
export function livePage(html: string): string {
  if (!html.includes(policyStart)) throw new Error(`expected the page to say ${policyStart}`);
  return html
    .replace(policyStart, `${policyStart} connect-src 'self';`)
    .replace('<title>', `<meta name="${liveMetaName}" content="./${eventsPath}">\n<title>`);
}
