package net.groupvpn.client.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The steps that were begun and are not taken back. A step is on disk before {@link #begin}
 * answers. One process at a time has a journal; whoever opens it holds the lock of the state
 * directory.
 *
 * <p>No damage keeps anybody from going on: lines that are not as they were written are left out
 * and told of by {@link #problems}; the last line, when cut, is of a step that was not begun.
 * Thread-safe.
 */
public final class Journal {
  /** The file's name in the state directory. */
  public static final String FILE = "machine.journal";

  /** Lines of steps that are taken back are thrown away when there are so many lines. */
  private static final int MAX_LINES = 512;

  private final JournalFile file;
  private final Map<Long, Step> steps = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long last;
  private int lines;

  /** A step with its number. */
  public record Entry(long number, Step step) {}

  private Journal(JournalFile file) {
    this.file = file;
  }

  /** Reads what there is; never fails, see {@link #problems}. */
  public static Journal open(Path stateDir) {
    Journal journal = new Journal(new JournalFile(stateDir.resolve(FILE)));
    journal.load();
    return journal;
  }

  private void load() {
    String text;
    try {
      text = file.read();
    } catch (IOException e) {
      problems.add(
          "%s cannot be read (%s): what it told of stays as it is"
              .formatted(file.path(), e.getMessage()));
      setAside();
      return;
    }
    int bad = 0;
    int end = text.lastIndexOf('\n') + 1;
    for (String line : text.substring(0, end).lines().toList()) {
      JournalLine known = JournalLine.parse(line);
      lines++;
      if (known == null) {
        bad += line.isBlank() ? 0 : 1;
      } else {
        take(known);
      }
    }
    if (bad > 0) {
      problems.add(
          "%s is damaged: %d of its %d lines are left out, and what they told of stays as it is"
              .formatted(file.path(), bad, lines));
      setAside();
    }
  }

  private void take(JournalLine line) {
    Step step = line.step();
    if (step == null) {
      steps.remove(line.number());
    } else {
      steps.put(line.number(), step);
    }
    last = Math.max(last, line.number());
  }

  private void setAside() {
    try {
      problems.add("what was there is kept in " + file.keepDamaged());
      rewrite();
    } catch (IOException e) {
      problems.add("it cannot be kept elsewhere: " + e.getMessage());
    }
  }

  /** What was wrong when it was read, for people; empty if nothing was. */
  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** What is not taken back, the oldest first. */
  public synchronized List<Entry> open() {
    List<Entry> entries = new ArrayList<>();
    steps.forEach((number, step) -> entries.add(new Entry(number, step)));
    return entries;
  }

  /** The step of that kind with those values, if it is not taken back. */
  public synchronized @Nullable Entry find(String kind, List<String> of) {
    for (Map.Entry<Long, Step> each : steps.entrySet()) {
      Step step = each.getValue();
      if (step.kind().equals(kind) && step.of().equals(of)) {
        return new Entry(each.getKey(), step);
      }
    }
    return null;
  }

  /**
   * A step is about to be done. It counts as begun even if it cannot be written down.
   *
   * @throws IOException if it is not on disk; the message says why
   */
  public synchronized void begin(Step step) throws IOException {
    last++;
    steps.put(last, step);
    append(new JournalLine(last, step));
  }

  /**
   * A step is taken back, or has gone by itself.
   *
   * @throws IOException if that cannot be written down: it will be looked at once more
   */
  public synchronized void end(long number) throws IOException {
    if (steps.remove(number) == null) {
      return;
    }
    if (steps.isEmpty()) {
      file.clear();
      lines = 0;
    } else {
      append(new JournalLine(number, null));
    }
  }

  private void append(JournalLine line) throws IOException {
    if (lines >= MAX_LINES && steps.size() < MAX_LINES / 2) {
      rewrite();
    } else {
      file.append(line.text());
      lines++;
    }
  }

  /** With what is not taken back alone. */
  private void rewrite() throws IOException {
    List<String> texts = new ArrayList<>();
    steps.forEach((number, step) -> texts.add(new JournalLine(number, step).text()));
    file.replace(texts);
    lines = texts.size();
  }
}
