'use strict';
// A minute without a touch ends the visit; fifteen seconds before, the screen asks. Without scripts the page
// says to press the end, and the server ends a visit after three minutes whatever the browser does.
(function () {
  const box = document.getElementById('idle'), end = document.getElementById('end');
  // Coming back to a page of a visit that ended must not show it again, not even from the browser's memory.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  const again = document.querySelector('[data-again]');
  if (again) setTimeout(() => location.assign('/kiosk/'), Number(again.dataset.again) * 1000);
  if (!box || !end) return;
  const left = document.getElementById('idle-left'), stay = document.getElementById('stay');
  const after = Number(box.dataset.after) * 1000, warn = Number(box.dataset.warn) * 1000;
  let last = Date.now(), before = null;

  function touched() {
    if (box.hidden) last = Date.now();
  }

  function goOn() {
    box.hidden = true;
    last = Date.now();
    if (before) before.focus();
  }

  function ask(seconds) {
    if (box.hidden) {
      before = document.activeElement;
      box.hidden = false;
      stay.focus();
    }
    left.textContent = left.dataset.words.replace('#N#', String(seconds));
  }

  function tick() {
    const rest = after - (Date.now() - last);
    if (rest <= 0) {
      document.querySelectorAll('input:not([type=hidden]), textarea').forEach((field) => { field.value = ''; });
      clearInterval(timer);
      end.submit();
    } else if (rest <= warn) ask(Math.ceil(rest / 1000));
  }

  ['pointerdown', 'keydown', 'touchstart', 'input', 'wheel'].forEach((name) => {
    document.addEventListener(name, touched, { passive: true });
  });
  stay.addEventListener('click', goOn);
  box.addEventListener('keydown', (event) => { if (event.key === 'Escape') goOn(); });
  const timer = setInterval(tick, 500);
})();
