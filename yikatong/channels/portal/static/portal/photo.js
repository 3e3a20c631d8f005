'use strict';
// Crops a photo to exactly 358×441 before it is sent. Without this file the chosen file is sent as it is.
(function () {
  var WIDTH = 358, HEIGHT = 441, BYTES_MAX = 100 * 1000, STEPS = 8;
  var FRAME = document.currentScript.dataset.frame;

  function cropper(input, frame) {
    var canvas = frame.querySelector('canvas'), zoom = frame.querySelector('#photo-zoom');
    return {
      input: input, frame: frame, canvas: canvas, zoom: zoom, result: frame.querySelector('.photo-result'),
      tools: frame.querySelector('.tools'), picture: null, used: false, x: 0, y: 0, turned: 0,
    };
  }

  // An <img> is drawn upright by every browser since 2020 whatever way its EXIF data says it was held.
  function open(file) {
    return new Promise(function (resolve, reject) {
      var picture = new Image(), address = URL.createObjectURL(file);
      picture.onload = function () { URL.revokeObjectURL(address); resolve(picture); };
      picture.onerror = function () { URL.revokeObjectURL(address); reject(new Error('unreadable')); };
      picture.src = address;
    });
  }

  function size(state) {
    var across = state.turned % 2 ? state.picture.naturalHeight : state.picture.naturalWidth;
    var down = state.turned % 2 ? state.picture.naturalWidth : state.picture.naturalHeight;
    var scale = Math.max(WIDTH / across, HEIGHT / down) * Number(state.zoom.value);
    return { scale: scale, width: across * scale, height: down * scale };
  }

  function hold(value, most) { return Math.max(-most, Math.min(most, value)); }

  function draw(state) {
    var found = size(state), pen = state.canvas.getContext('2d');
    state.x = hold(state.x, (found.width - WIDTH) / 2);
    state.y = hold(state.y, (found.height - HEIGHT) / 2);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.imageSmoothingQuality = 'high';
    pen.translate(WIDTH / 2 + state.x, HEIGHT / 2 + state.y);
    pen.rotate(state.turned * Math.PI / 2);
    pen.scale(found.scale, found.scale);
    pen.drawImage(state.picture, -state.picture.naturalWidth / 2, -state.picture.naturalHeight / 2);
  }

  function encoded(canvas, quality) {
    return new Promise(function (resolve) { canvas.toBlob(resolve, 'image/jpeg', quality); });
  }

  // The best quality within the bytes allowed. Plain pictures stay below 30 KB even at the best: sent all the same.
  function fitting(canvas) {
    return encoded(canvas, 1).then(function (best) {
      return best.size <= BYTES_MAX ? best : narrowed(canvas, 0.3, 1, null, STEPS);
    });
  }

  function narrowed(canvas, low, high, kept, steps) {
    if (!steps) return kept ? Promise.resolve(kept) : encoded(canvas, low);
    var middle = (low + high) / 2;
    return encoded(canvas, middle).then(function (blob) {
      if (blob.size > BYTES_MAX) return narrowed(canvas, low, middle, kept, steps - 1);
      return narrowed(canvas, middle, high, blob, steps - 1);
    });
  }

  function use(state) {
    return fitting(state.canvas).then(function (blob) {
      var files = new DataTransfer();
      files.items.add(new File([blob], 'photo.jpg', { type: 'image/jpeg' }));
      state.input.files = files.files;
      state.used = true;
      return check(state, blob);
    });
  }

  function check(state, blob) {
    var body = new FormData(), form = state.input.form, region = form.elements.region;
    body.append('photo', blob, 'photo.jpg');
    body.append('region', region ? region.value : '');
    body.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
    state.result.textContent = state.frame.dataset.checking;
    return fetch('/photo/check/', { method: 'POST', body: body, credentials: 'same-origin' })
      .then(function (answer) {
        if (answer.status !== 200 && answer.status !== 422) throw new Error('unchecked');
        return answer.text();
      })
      .then(function (text) { show(state.result, text); })
      .catch(function () { state.result.textContent = state.frame.dataset.unchecked; });
  }

  function show(place, text) {
    var parsed = new DOMParser().parseFromString(text, 'text/html').body;
    place.textContent = '';
    while (parsed.firstChild) place.appendChild(document.importNode(parsed.removeChild(parsed.firstChild), true));
  }

  function move(state, x, y) { state.x += x; state.y += y; state.used = false; draw(state); }

  function listen(state) {
    var last = null, ratio = function () { return WIDTH / state.canvas.clientWidth; };
    state.canvas.addEventListener('pointerdown', function (event) {
      last = event;
      state.canvas.setPointerCapture(event.pointerId);
    });
    state.canvas.addEventListener('pointermove', function (event) {
      if (!last) return;
      move(state, (event.clientX - last.clientX) * ratio(), (event.clientY - last.clientY) * ratio());
      last = event;
    });
    ['pointerup', 'pointercancel'].forEach(function (name) {
      state.canvas.addEventListener(name, function () { last = null; });
    });
    state.canvas.addEventListener('keydown', function (event) {
      var step = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] }[event.key];
      if (step) { event.preventDefault(); move(state, step[0], step[1]); }
    });
    state.zoom.addEventListener('input', function () { move(state, 0, 0); });
    state.frame.addEventListener('click', function (event) {
      var button = event.target.closest('[data-act]');
      if (button) act(state, button.dataset.act);
    });
  }

  function act(state, name) {
    if (name === 'use') use(state);
    else if (name === 'turn') { state.turned += 1; move(state, 0, 0); }
    else {
      if (name === 'shoot') state.input.setAttribute('capture', 'user'); else state.input.removeAttribute('capture');
      state.input.click();
    }
  }

  function chosen(state) {
    var file = state.input.files[0];
    state.result.textContent = '';
    state.tools.hidden = true;
    state.picture = null;
    if (!file) return;
    open(file).then(function (picture) {
      state.picture = picture;
      state.x = state.y = state.turned = 0;
      state.used = false;
      state.zoom.value = 1;
      state.tools.hidden = false;
      draw(state);
    }).catch(function () { state.result.textContent = state.frame.dataset.failed; });
  }

  // Whoever forgets to press "use" sends what stands in the frame, not the whole picture.
  function cropBeforeSending(state) {
    state.input.form.addEventListener('submit', function (event) {
      if (!state.picture || state.used) return;
      event.preventDefault();
      use(state).then(function () { state.input.form.submit(); });
    });
  }

  function start(input) {
    fetch(FRAME, { credentials: 'same-origin' }).then(function (answer) { return answer.text(); }).then(function (text) {
      var holder = document.createElement('div');
      show(holder, text);
      var frame = holder.querySelector('.cropper');
      input.parentNode.insertBefore(frame, input.nextSibling);
      input.accept = 'image/*';
      input.hidden = true;
      var state = cropper(input, frame);
      listen(state);
      cropBeforeSending(state);
      input.addEventListener('change', function () { chosen(state); });
      if (input.files.length) chosen(state);
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll('input[type=file][name=photo]'), start);
}());
