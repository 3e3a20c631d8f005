'use strict'
/* One box that ticks all; without it each row is ticked by itself. */

function tickAll(box) {
  const rows = box.closest('table').querySelectorAll('input[name=card]')
  box.hidden = false
  box.addEventListener('change', function () {
    rows.forEach(function (row) { row.checked = box.checked })
  })
}

document.querySelectorAll('input.all').forEach(tickAll)
