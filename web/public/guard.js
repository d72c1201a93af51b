// The page's script may be gone: an old tab across a release, a broken connection. One reload brings the new page's;
// if that is missing too, the page says so. A file of its own, since the content policy allows no script in the page.
(function () {
  'use strict';
  var KEY = 'tasador.reloaded';
  var AGAIN_AFTER_MS = 60000;

  function mayReload() {
    try {
      var last = Number(sessionStorage.getItem(KEY) || 0);
      sessionStorage.setItem(KEY, String(Date.now()));
      return Date.now() - last >= AGAIN_AFTER_MS;
    } catch (refused) {
      void refused;
      return false;
    }
  }

  function look() {
    if ('script' in document.documentElement.dataset) return;
    if (mayReload()) location.reload();
    else document.getElementById('lost').hidden = false;
  }

  // For search engines every question is the same page: without a domain that the build knows, its address is this one's.
  if (!document.querySelector('link[rel="canonical"]')) {
    var link = document.createElement('link');
    link.rel = 'canonical';
    link.href = location.origin + '/';
    document.head.append(link);
  }

  if (document.readyState === 'complete') look();
  else addEventListener('load', look);
})();
