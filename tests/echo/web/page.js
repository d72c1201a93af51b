const body = JSON.stringify({ word: 'hola' });
const headers = { 'content-type': 'application/json' };
const answer = await fetch('/api/echo/say', { method: 'POST', body, headers });
document.querySelector('#said').textContent = (await answer.json()).echo.word;
