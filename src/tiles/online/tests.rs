//! Against a server in the test itself; nothing goes to a network.

use super::*;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// What a request said: its first line and its headers, in lower case.
type Said = String;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// A server that answers each request with the next of some answers, and tells what it was asked.
fn server(answers: Vec<Vec<u8>>) -> (String, Receiver<Said>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    thread::spawn(move || {
        for answer in answers {
            let (stream, _) = listener.accept().unwrap();
            tell.send(asked(&stream)).unwrap();
            (&stream).write_all(&answer).unwrap();
        }
    });
    (format!("http://{address}/{{z}}/{{x}}/{{y}}.png"), told)
}

fn asked(stream: &TcpStream) -> Said {
    let mut said = String::new();
    for line in BufReader::new(stream).lines() {
        let line = line.unwrap();
        if line.is_empty() {
            break;
        }
        said.push_str(&line.to_lowercase());
        said.push('\n');
    }
    said
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("chronotope-online-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn cache(&self) -> Cache {
        Cache::at(Some(self.0.clone()), 1_000_000)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn online(template: &str, cache: Cache) -> Online {
    Online::new(Template::new(template).unwrap(), "© Somebody".into(), cache)
}

fn id() -> TileId {
    TileId::new(3, 4, 2).unwrap()
}

#[test]
fn a_tile_is_asked_for_once_with_the_programs_name() {
    let folder = Temporary::new("once");
    let (template, told) = server(vec![answer("200 OK", "Cache-Control: max-age=600\r\n", PNG)]);
    let service = online(&template, folder.cache());
    assert_eq!(service.tile(id()).unwrap().as_deref(), Some(PNG));
    let said = told.recv().unwrap();
    assert!(said.starts_with("get /3/4/2.png "), "{said}");
    let name = format!("user-agent: chronotope/{}", env!("CARGO_PKG_VERSION"));
    assert!(said.lines().any(|line| line == name), "{said}");
    assert!(!said.contains("cookie") && !said.contains("referer"), "{said}");
    // The server answers nobody any more: this comes from the disk, in another window too.
    assert_eq!(service.tile(id()).unwrap().as_deref(), Some(PNG));
    let again = online(&template, folder.cache());
    assert_eq!(again.tile(id()).unwrap().as_deref(), Some(PNG));
    assert!(service.traffic().is_busy() && !again.traffic().is_busy());
}

#[test]
fn a_stale_tile_is_asked_about_and_used_where_nobody_answers() {
    let folder = Temporary::new("stale");
    let stale = "Cache-Control: max-age=0\r\nETag: \"v1\"\r\n";
    let (template, told) = server(vec![
        answer("200 OK", stale, PNG),
        answer("304 Not Modified", "Cache-Control: max-age=0\r\n", b""),
        answer("503 Service Unavailable", "", b""),
    ]);
    let service = online(&template, folder.cache());
    for _ in 0..3 {
        assert_eq!(service.tile(id()).unwrap().as_deref(), Some(PNG));
    }
    assert!(!told.recv().unwrap().contains("if-none-match"));
    assert!(told.recv().unwrap().contains("if-none-match: \"v1\""));
    assert!(told.recv().unwrap().contains("if-none-match: \"v1\""));
    // Now it is left alone, and the stale tile still serves.
    assert_eq!(service.tile(id()).unwrap().as_deref(), Some(PNG));
    let other = service.tile(TileId::new(3, 0, 0).unwrap()).unwrap_err();
    assert!(other.wait().is_some(), "{other}");
}

#[test]
fn failures_are_one_line_and_the_service_is_left_alone() {
    let (template, told) =
        server(vec![answer("429 Too Many Requests", "Retry-After: 120\r\n", b"slow down")]);
    let service = online(&template, Cache::at(None, 0));
    let error = service.tile(id()).unwrap_err();
    assert_eq!(error.wait(), Some(Duration::from_secs(120)));
    let line = error.to_string();
    assert!(
        line.starts_with("127.0.0.1:") && line.contains("429") && line.contains("2 min"),
        "{line}"
    );
    assert!(!line.contains('\n'));
    told.recv().unwrap();
    // The server is gone; nothing is tried, so that the reason stays the same.
    assert!(service.tile(id()).unwrap_err().to_string().contains("429"));
}

#[test]
fn nobody_there_is_one_line() {
    // Bound and let go: nobody listens there any more.
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let service = online(&format!("http://{gone}/{{z}}/{{x}}/{{y}}"), Cache::at(None, 0));
    let line = service.tile(id()).unwrap_err().to_string();
    assert!(
        line.contains("refuses the connection") && line.contains("tried again in 2 s"),
        "{line}"
    );
}

#[test]
fn what_is_not_there_is_no_failure_and_what_is_no_picture_is_one() {
    let (template, _told) = server(vec![
        answer("404 Not Found", "", b"<html>"),
        answer("200 OK", "", b"<html>sign in to this network</html>"),
    ]);
    let service = online(&template, Cache::at(None, 0));
    assert_eq!(service.tile(id()), Ok(None));
    let line = service.tile(id()).unwrap_err().to_string();
    assert!(line.contains("no picture"), "{line}");
}

#[test]
fn what_may_not_be_kept_is_not() {
    let folder = Temporary::new("kept");
    let (template, _told) = server(vec![answer("200 OK", "Cache-Control: no-store\r\n", PNG)]);
    let service = online(&template, folder.cache());
    assert_eq!(service.tile(id()).unwrap().as_deref(), Some(PNG));
    assert!(service.tile(id()).is_err(), "the server is gone, and nothing was kept");
}
