'use strict';
/* J and K move the focus through the queue; Enter opens what has it. */
(function () {
  var lines = Array.prototype.slice.call(document.querySelectorAll('[data-leaf]'));
  document.querySelectorAll('[data-step]').forEach(function (button) {
    button.addEventListener('click', function () {
      var at = lines.indexOf(document.activeElement) + Number(button.getAttribute('data-step'));
      var line = lines[Math.max(0, Math.min(lines.length - 1, at))];
      if (line) line.focus();
    });
  });
})();
