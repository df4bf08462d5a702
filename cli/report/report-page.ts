import { html, Markup } from './markup.ts';
import { reportStyle } from './report-style.ts';

/** A page of a report. */
export interface ReportPage {
  readonly title: string;
  /** Styles beside those that all reports share. */
  readonly style?: string;
  readonly body: Markup;
}

/** The text of a page: one file, which loads nothing and runs no script, wherever it is opened. */
export function reportPage({ title, style = '', body }: ReportPage): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} – rebootstorm</title>
<style>${new Markup(reportStyle)}${new Markup(style)}</style></head>
<body><main>
${body}
</main></body></html>
`;
  return page.text;
}
