/** What search engines and those who share the page need whole: its address, which is known to whoever has a domain. */

const IMAGE = '<meta property="og:image" content="/og.png" />';

/**
 * The head with the page's own address in it: of `homepage` in package.json, such as https://tasador.example.com. Without one
 * it stays as it is: the picture's address is a path, and guard.js names the canonical address once the page is open.
 */
export function addressed(html: string, homepage: string | undefined): string {
  if (!homepage) return html;
  const site = new URL('/', homepage).href;
  if (!html.includes(IMAGE)) throw new Error(`index.html does not hold ${IMAGE}`);
  return html.replace(
    IMAGE,
    `<meta property="og:image" content="${site}og.png" />
    <meta property="og:url" content="${site}" />
    <link rel="canonical" href="${site}" />`,
  );
}
