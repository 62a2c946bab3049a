// The board of reviews: cards dragged to the next column, arrow keys between cards, and what came
// of a move said aloud. Every card works without this file, by its button.

function parts (root) {
  return {
    form: root.querySelector('#board-form'),
    said: document.getElementById('board-said'), // outside, so that it outlives a board
    problem: root.querySelector('#board-problem')
  }
}

function columnOf (card) {
  return card.closest('.ftc-board__column')
}

function say (root, words) {
  const { said } = parts(root)
  said.textContent = ''
  window.setTimeout(() => { said.textContent = words }, 50) // said again when it is the same
}

function element (name, words, className) {
  const made = document.createElement(name)
  if (className) made.className = className
  if (words) made.textContent = words
  return made
}

function link (words, address) {
  const made = element('a', words)
  made.href = address
  return made
}

// What is missing, in words, with the way to the gate; it takes the focus so that it is read out.
function showProblem (root, answer) {
  const { problem } = parts(root)
  const list = element('ul', '', 'govuk-list govuk-error-summary__list')
  for (const sentence of answer.missing || []) list.append(element('li', sentence))
  if (answer.move_url) {
    const item = element('li')
    item.append(link('Its gate, and what it asks', answer.move_url))
    list.append(item)
  }
  const body = element('div', '', 'govuk-error-summary__body')
  body.append(list)
  problem.replaceChildren(element('h2', answer.message, 'govuk-error-summary__title'), body)
  problem.hidden = false
  problem.focus()
  say(root, [answer.message, ...(answer.missing || [])].join(' '))
}

async function answerTo (root, card, stage) {
  const { form } = parts(root)
  const button = card.querySelector('.ftc-board__move')
  const sent = new FormData(form)
  sent.set('move', `${card.dataset.version}-${stage}`)
  try {
    const response = await fetch(button.formAction, {
      method: 'POST', body: sent, headers: { Accept: 'application/json' }
    })
    if (response.ok || response.status === 422) return { ok: response.ok, ...await response.json() }
  } catch {
    return { ok: false, message: 'The review was not moved: the site did not answer. Try again.' }
  }
  return { ok: false, message: 'The review was not moved. Load the page again and look at it.' }
}

// Ask for the move; the card goes ahead into its column and comes back when it is refused.
async function move (root, card, column) {
  if (card.getAttribute('aria-busy')) return
  const home = { parent: card.parentNode, next: card.nextSibling }
  card.setAttribute('aria-busy', 'true')
  column.querySelector('.ftc-board__cards').prepend(card)
  const answer = await answerTo(root, card, column.dataset.stage)
  if (answer.ok) {
    await refresh(root, card.dataset.code, answer.message)
    return
  }
  home.parent.insertBefore(card, home.next)
  card.removeAttribute('aria-busy')
  showProblem(root, answer)
}

// The board as it stands now, counts and all, with the focus on the card that was moved.
async function refresh (root, code, words) {
  const address = parts(root).form.querySelector('[name=board]').value
  await window.htmx.ajax('GET', address, { target: '#review-results', swap: 'outerHTML' })
  const board = document.querySelector('[data-board]')
  const card = document.getElementById(`card-${code}`)
  if (card) card.querySelector('a').focus()
  if (board) say(board, words)
}

function columnAfter (card) {
  const wanted = `.ftc-board__column[data-stage="${card.dataset.to}"]`
  return card.closest('.ftc-board__columns').querySelector(wanted)
}

function drag (root) {
  let held = null
  const over = (event) => event.target.closest('.ftc-board__column')
  const unmark = () => {
    for (const column of root.querySelectorAll('.ftc-board__column--over')) {
      column.classList.remove('ftc-board__column--over')
    }
  }
  root.addEventListener('dragstart', (event) => {
    held = event.target.closest('.ftc-board__card[draggable=true]')
    if (!held) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', held.dataset.code)
  })
  root.addEventListener('dragover', (event) => {
    const column = over(event)
    if (!held || !column) return
    event.preventDefault()
    unmark()
    if (column !== columnOf(held)) column.classList.add('ftc-board__column--over')
  })
  root.addEventListener('dragend', () => { held = null; unmark() })
  root.addEventListener('drop', (event) => {
    const column = over(event)
    const card = held
    unmark()
    if (!card || !column) return
    event.preventDefault()
    if (column !== columnOf(card)) move(root, card, column)
  })
}

// Up and down within a column, left and right between columns that have cards.
function beside (card, key) {
  const column = columnOf(card)
  const cards = [...column.querySelectorAll('.ftc-board__card')]
  const place = cards.indexOf(card)
  if (key === 'ArrowUp') return cards[place - 1]
  if (key === 'ArrowDown') return cards[place + 1]
  const step = key === 'ArrowRight' ? 'nextElementSibling' : 'previousElementSibling'
  let next = column[step]
  while (next && !next.querySelector('.ftc-board__card')) next = next[step]
  if (!next) return undefined
  const others = [...next.querySelectorAll('.ftc-board__card')]
  return others[Math.min(place, others.length - 1)]
}

function keys (root) {
  root.addEventListener('keydown', (event) => {
    const card = event.target.closest('.ftc-board__card')
    if (!card || !event.key.startsWith('Arrow') || event.altKey || event.ctrlKey || event.metaKey) return
    const next = beside(card, event.key)
    if (!next) return
    event.preventDefault()
    const same = event.target.matches('button') && next.querySelector('.ftc-board__move')
    ;(same || next.querySelector('a')).focus()
  })
}

function start (root) {
  if (root.dataset.board === 'started') return
  root.dataset.board = 'started'
  keys(root)
  if (!parts(root).form) return
  drag(root)
  root.addEventListener('click', (event) => {
    const button = event.target.closest('.ftc-board__move')
    if (!button) return
    event.preventDefault()
    const card = button.closest('.ftc-board__card')
    move(root, card, columnAfter(card))
  })
}

function startAll () {
  for (const root of document.querySelectorAll('[data-board]')) start(root)
}
startAll()
document.body.addEventListener('htmx:load', startAll)
