'use strict';
// Improvements only: every page works without this file. All words come from the page.
(function () {
  var KEPT = 'yikatong.last-seen', KEPT_MS = 24 * 3600 * 1000;
  var one = function (selector, within) { return (within || document).querySelector(selector); };
  var all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };
  var words = function (element) {
    var parts = one('dt', element) ? all('dt, dd', element) : [element];
    return parts.map(function (part) { return part.textContent.replace(/\s+/g, ' ').trim(); }).join(' ');
  };
  var settings = one('#portal');

  function keep(text) {
    try {
      if (text === null) localStorage.removeItem(KEPT); else localStorage.setItem(KEPT, text);
    } catch (refused) { /* a browser that keeps nothing: the offline page then shows nothing */ }
  }

  function kept() {
    try { return JSON.parse(localStorage.getItem(KEPT)); } catch (refused) { return null; }
  }

  // The masked card as it was last seen, for when there is no network. Whoever has to sign in leaves nothing behind.
  function keepFace() {
    var face = one('#card-face[data-keep]');
    if (face) keep(JSON.stringify({ at: face.dataset.keep, lines: all('[data-line]', face).map(words) }));
    else if (one('[data-nothing-kept], [data-signs-in]')) keep(null);
  }

  function forgetOnLeaving() {
    all('form[action="/sign-out/"], form[data-signs-in]').forEach(function (form) {
      form.addEventListener('submit', function () { keep(null); });
    });
  }

  function showKept() {
    var place = one('#kept'), found = place && kept();
    if (!found) return;
    if (!(Date.now() - new Date(found.at) < KEPT_MS)) { keep(null); return; }
    one('#kept-at').textContent = new Date(found.at).toLocaleString(document.documentElement.lang);
    found.lines.forEach(function (line) {
      one('#kept-lines').appendChild(document.createElement('li')).textContent = line;
    });
    place.hidden = false;
  }

  function watchNetwork() {
    var banner = one('#network');
    var tell = function () { if (banner) banner.hidden = navigator.onLine !== false; };
    window.addEventListener('online', tell);
    window.addEventListener('offline', tell);
    tell();
  }

  // Shows or hides the whole numbers in place; the link itself does the same with a new page.
  function toggleFace(event) {
    var link = event.target.closest && event.target.closest('#eye');
    if (!link || !window.fetch || !window.DOMParser) return;
    event.preventDefault();
    fetch(link.href, { credentials: 'same-origin' }).then(function (answer) { return answer.text(); }).then(function (text) {
      var face = one('#card-face', new DOMParser().parseFromString(text, 'text/html'));
      if (!face) throw new Error('no card');
      one('#card-face').replaceWith(document.importNode(face, true));
      one('#eye').focus();
    }).catch(function () { location.href = link.href; });
  }

  function countDown() {
    var started = Date.now();
    all('time[data-left]').forEach(function (place) {
      var left = Number(place.dataset.left);
      setInterval(function () {
        var minutes = Math.max(0, left - Math.floor((Date.now() - started) / 60000));
        var days = Math.floor(minutes / 1440), hours = Math.floor(minutes % 1440 / 60);
        var text = days ? place.dataset.days : place.dataset.hours;
        place.textContent = text.replace('[d]', days).replace('[h]', days ? hours : hours + 1);
      }, 60000);
    });
  }

  function voiceFor(language) {
    var start = language.slice(0, 2);
    return speechSynthesis.getVoices().filter(function (voice) { return voice.lang.slice(0, 2) === start; })[0];
  }

  function readAloud() {
    var button = one('#read-aloud');
    if (!button || !window.speechSynthesis) return;
    var label = one('span', button), start = label.textContent, language = document.documentElement.lang;
    var offer = function () { button.hidden = !voiceFor(language); };
    var rest = function () { label.textContent = start; };
    speechSynthesis.addEventListener && speechSynthesis.addEventListener('voiceschanged', offer);
    offer();
    button.addEventListener('click', function () {
      if (speechSynthesis.speaking) { speechSynthesis.cancel(); rest(); return; }
      var speech = new SpeechSynthesisUtterance(one('#main').innerText);
      speech.voice = voiceFor(language);
      speech.lang = language;
      speech.rate = 0.9;
      speech.onend = rest;
      label.textContent = button.dataset.stop;
      speechSynthesis.speak(speech);
    });
  }

  // The browser asks for consent itself; the position travels in the body, never in an address.
  function sortByDistance() {
    var form = one('#near');
    if (!form || !navigator.geolocation) return;
    form.hidden = false;
    form.addEventListener('submit', function (event) {
      if (form.elements.latitude.value) return;
      event.preventDefault();
      navigator.geolocation.getCurrentPosition(function (found) {
        form.elements.latitude.value = found.coords.latitude.toFixed(3);
        form.elements.longitude.value = found.coords.longitude.toFixed(3);
        copyFilters(form);
        form.submit();
      }, function () {
        var told = one('[role=status]', form);
        told.textContent = form.dataset.refused;
        told.hidden = false;
      }, { timeout: 15000, maximumAge: 60000 });
    });
  }

  function copyFilters(form) {
    all('.filters select, .filters input:checked').forEach(function (field) {
      var copy = form.appendChild(document.createElement('input'));
      copy.type = 'hidden';
      copy.name = field.name;
      copy.value = field.value;
    });
  }

  function loadCropper() {
    if (!settings || !one('input[type=file][name=photo]')) return;
    var script = document.head.appendChild(document.createElement('script'));
    script.src = settings.dataset.photo;
    script.dataset.frame = settings.dataset.frame;
  }

  function registerWorker() {
    if (settings && 'serviceWorker' in navigator) navigator.serviceWorker.register(settings.dataset.worker).catch(function () {});
  }

  keepFace();
  forgetOnLeaving();
  showKept();
  watchNetwork();
  document.addEventListener('click', toggleFace);
  countDown();
  readAloud();
  sortByDistance();
  loadCropper();
  registerWorker();
}());
