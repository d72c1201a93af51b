/**
 * A tab opened before a release may ask for a chunk that is gone: one reload brings the new page.
 * One only: if the chunk is missing from the new page too, reloading again would never end; and none while there is
 * no network, where a reload would lose the page.
 */

const KEY = 'tasador.reloaded';
const AGAIN_AFTER_MS = 60_000;

export function reloadOnce(target: EventTarget, storage: () => Storage, reload: () => void, now = Date.now): void {
  target.addEventListener('vite:preloadError', (event) => {
    if (!navigator.onLine || !mayReload(storage, now())) return;
    event.preventDefault();
    reload();
  });
}

/** Without storage there is no memory of the first reload: then there is no reload either. */
function mayReload(storage: () => Storage, now: number): boolean {
  try {
    const last = Number(storage().getItem(KEY) ?? 0);
    storage().setItem(KEY, String(now));
    return now - last >= AGAIN_AFTER_MS;
  } catch {
    return false;
  }
}
