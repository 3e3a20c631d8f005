'use strict'
/* The quarter of an hour runs down before the clerk's eyes; a page that comes back from the browser's memory is asked
   for anew, so that the next caller's clerk never sees the one before. */

function pad(number) {
  return String(number).padStart(2, '0')
}

function countDown(place) {
  const ends = Date.now() + Number(place.dataset.left) * 1000
  function tick() {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000))
    place.textContent = place.dataset.words
      .replace('{minutes}', String(Math.floor(left / 60)))
      .replace('{seconds}', pad(left % 60))
    place.closest('.callbar').classList.toggle('soon', left < 120)
    if (left === 0) location.assign(place.dataset.over)
    else setTimeout(tick, 1000)
  }
  tick()
}

document.querySelectorAll('[data-left]').forEach(countDown)
addEventListener('pageshow', function (event) {
  if (event.persisted) location.reload()
})
