'use strict';
// The form at the door: what is asked only of somebody met, the picture cut to size, the place by consent.
window.yk = window.yk || {};

yk.form = (function () {
  const form = document.getElementById('record');
  const fault = document.getElementById('record-fault');
  const where = document.getElementById('where');
  const shot = document.getElementById('shot');
  let photo = null;

  const field = (name) => form.elements.namedItem(name);
  const outcome = () => (form.querySelector('[name=outcome]:checked') || {}).value || '';

  function show() {
    form.querySelector('.met').hidden = outcome() !== 'met';
    document.getElementById('photo-field').hidden = !field('photo_consent').checked;
    if (!field('photo_consent').checked || outcome() !== 'met') forgetPhoto();
  }

  function forgetPhoto() {
    photo = null;
    field('photo').value = '';
    shot.hidden = true;
  }

  async function taken() {
    const file = field('photo').files[0];
    fault.textContent = '';
    if (!file) return forgetPhoto();
    try {
      photo = await yk.photo.blobOf(file);
    } catch (unreadable) {
      forgetPhoto();
      fault.textContent = fault.dataset.photo;
      return;
    }
    shot.src = URL.createObjectURL(photo);
    shot.hidden = false;
    replaceFile();
  }

  // The plain form then sends the cut picture too, where the browser allows.
  function replaceFile() {
    if (form.dataset.queued || !window.DataTransfer) return;
    const put = new DataTransfer();
    put.items.add(new File([photo], 'photo.jpg', { type: 'image/jpeg' }));
    field('photo').files = put.files;
  }

  function locate() {
    field('location').value = '';
    where.textContent = '';
    if (!field('location_consent').checked || !navigator.geolocation) return;
    where.textContent = where.dataset.seeking;
    navigator.geolocation.getCurrentPosition((at) => {
      if (!field('location_consent').checked) return;
      const here = at.coords, metres = Math.min(Math.round(here.accuracy), 9999999);
      field('location').value = here.latitude.toFixed(6) + ',' + here.longitude.toFixed(6) + ',' + metres;
      where.textContent = where.dataset.found.replace('#M#', String(metres));
    }, () => { where.textContent = where.dataset.missing; }, { enableHighAccuracy: true, timeout: 20000 });
  }

  function lacking() {
    if (!outcome()) return fault.dataset.outcome;
    return outcome() === 'met' && !field('document_seen').checked ? fault.dataset.document : '';
  }

  async function answers() {
    const ticked = (name) => (outcome() === 'met' && field(name).checked ? 'true' : '');
    return {
      outcome: outcome(), visited_at: field('visited_at').value, note: field('note').value,
      document_seen: ticked('document_seen'), photo_consent: ticked('photo_consent'),
      photo: photo ? await yk.photo.base64(photo) : '',
      location_consent: field('location_consent').checked ? 'true' : '', location: field('location').value,
    };
  }

  // The counter reads a time without an offset as China's; a telephone may be set to another.
  const chinaTime = (at) => new Date(at + 8 * 3600000).toISOString().slice(0, 16);

  function fresh() {
    form.reset();
    forgetPhoto();
    where.textContent = fault.textContent = field('location').value = '';
    field('visited_at').value = chinaTime(Date.now());
    show();
  }

  form.addEventListener('change', (event) => {
    if (event.target.name === 'photo') taken();
    else if (event.target.name === 'location_consent') locate();
    show();
  });
  form.addEventListener('submit', (event) => {
    fault.textContent = lacking();
    if (fault.textContent) event.preventDefault();
  });
  show();

  return { form, answers, fresh, lacking, chinaTime };
})();
