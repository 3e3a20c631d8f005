'use strict';
/* How long an act can still be taken back; what is over leaves the page. The office counts for itself. */
(function () {
  var end = Date.now();
  function tick() {
    document.querySelectorAll('[data-left-s]').forEach(function (clock) {
      var left = Math.ceil(clock.getAttribute('data-left-s') - (Date.now() - end) / 1000);
      if (left <= 0) clock.closest('[data-until-over]').remove();
      else clock.textContent = Math.floor(left / 60) + ':' + ('0' + left % 60).slice(-2);
    });
  }
  if (document.querySelector('[data-left-s]')) setInterval(tick, 1000);
})();
