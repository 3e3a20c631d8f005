'use strict';
// Digits on the screen for numbers, PINs and codes: most kiosks have no keyboard. A card reader types past it.
(function () {
  const pad = document.getElementById('pad');
  if (!pad) return;
  const SETTLING_MS = 400;
  let field = null, opened = 0;

  const wanted = (one) => one.matches('input[inputmode=numeric], input[type=tel], input[data-pad]');

  function insert(text) {
    if (field.maxLength > 0 && field.value.length >= field.maxLength) return;
    field.value += text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function key(text, name, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = name;
    button.textContent = text;
    // The field keeps the focus, or a reader's digits would go nowhere.
    button.addEventListener('pointerdown', (event) => event.preventDefault());
    button.addEventListener('click', act);
    pad.appendChild(button);
  }

  function draw() {
    pad.textContent = '';
    '123456789'.split('').forEach((digit) => key(digit, '', () => insert(digit)));
    if (field.dataset.pad === 'id') key('X', '', () => insert('X'));
    else key(pad.dataset.done, 'done', close);
    key('0', '', () => insert('0'));
    key(pad.dataset.delete, 'delete', () => {
      field.value = field.value.slice(0, -1);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  function close() {
    pad.hidden = true;
    if (field) field.blur();
    field = null;
  }

  function focused(one) {
    if (!wanted(one)) return;
    field = one;
    one.setAttribute('inputmode', 'none');
    one.dataset.pad = one.dataset.pad || 'digits';
    draw();
    pad.hidden = false;
    opened = Date.now();
    // Not under the finger that just touched it.
    setTimeout(() => one.scrollIntoView({ block: 'center' }), SETTLING_MS);
  }

  document.addEventListener('focusin', (event) => focused(event.target));
  // After the click, not before: what lies under the finger must not move away from it.
  document.addEventListener('click', (event) => {
    if (!pad.hidden && Date.now() - opened > SETTLING_MS && !pad.contains(event.target) && event.target !== field) close();
  });
  if (document.activeElement) focused(document.activeElement);
})();
