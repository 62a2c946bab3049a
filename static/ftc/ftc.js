// Starts the GOV.UK components. Every page works without this file.
import { initAll } from '../vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// What htmx brings in is started too, inside the part that was swapped.
document.body.addEventListener('htmx:afterSwap', (event) => {
  initAll({ scope: event.detail.target })
})

// Hand-written tables: give each stacked cell the name of its column, and keep the roles that
// a browser drops when rows are stacked.
const ROLES = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TFOOT: 'rowgroup', TR: 'row', TD: 'cell' }

function roleOf (part) {
  if (part.tagName !== 'TH') return ROLES[part.tagName]
  return part.scope === 'row' ? 'rowheader' : 'columnheader'
}

function labelCells (root) {
  for (const table of root.querySelectorAll('table.ftc-table:not([data-labelled])')) {
    table.dataset.labelled = ''
    for (const part of [table, ...table.querySelectorAll('thead, tbody, tfoot, tr, th, td')]) {
      part.setAttribute('role', roleOf(part))
    }
    const heads = [...table.querySelectorAll('thead tr:last-child > *')].map((head) => head.textContent.trim())
    for (const row of table.querySelectorAll('tbody tr, tfoot tr')) {
      [...row.cells].forEach((cell, index) => {
        if (!cell.dataset.label && heads[index]) cell.dataset.label = heads[index]
      })
    }
  }
}
labelCells(document)
document.body.addEventListener('htmx:load', (event) => labelCells(event.detail.elt))

// Entry grids: the arrow keys move up and down a column of boxes, as in a spreadsheet.
document.body.addEventListener('keydown', (event) => {
  const box = event.target
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return
  if (!box.matches('table[data-entry-grid] input')) return
  const cell = box.closest('td')
  const row = cell.parentElement
  const rows = [...row.parentElement.rows]
  const next = rows[rows.indexOf(row) + step]
  const target = next && next.cells[cell.cellIndex].querySelector('input')
  if (!target) return
  event.preventDefault()
  target.focus()
  target.select()
})
