// A link to a line: when it is folded it is opened, and when it is on another page that one is asked for.
(() => {
  const go = () => {
    const wanted = /^#L(\d{1,12})$/.exec(location.hash);
    if (!wanted) return;
    const line = document.getElementById('L' + wanted[1]);
    if (line) {
      const fold = line.closest('details');
      if (fold && !fold.open) {
        fold.open = true;
        line.scrollIntoView();
      }
    } else if (new URLSearchParams(location.search).get('line') !== wanted[1]) {
      location.replace('?line=' + wanted[1] + location.hash);
    }
  };
  addEventListener('hashchange', go);
  go();
})();
