package net.groupvpn.client.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The file: lines are added and survive a loss of power, or are not there at all. */
final class JournalFile {
  /** Longer than any journal becomes: what is longer is not read. */
  static final int MAX_BYTES = 1 << 20;

  private static final byte NEW_LINE = '\n';
  private final Path file;

  JournalFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** The whole text; empty if there is no file. */
  String read() throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is longer than " + MAX_BYTES + " bytes");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * Adds a line.
   *
   * @throws IOException if it is not there now: the disk is full, say
   */
  void append(String line) throws IOException {
    boolean isNew = !Files.exists(file);
    try (FileChannel channel = open()) {
      long before = channel.size();
      String start = before == 0 || endsALine(channel, before) ? "" : "\n";
      try {
        channel.position(before);
        writeAll(channel, start + line + "\n");
        channel.force(false);
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    }
    if (isNew) {
      forceFolder();
    }
  }

  private static boolean endsALine(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.read(last, size - 1) == 1 && last.get(0) == NEW_LINE;
  }

  /** Puts these lines in place of all others. */
  void replace(List<String> lines) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel = new JournalFile(next).open()) {
      writeAll(channel, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
  }

  /** Nothing is left to be taken back. Works on a full disk, too. */
  void clear() throws IOException {
    if (Files.exists(file)) {
      try (FileChannel channel = open()) {
        channel.truncate(0);
        channel.force(false);
      }
    }
  }

  /** Keeps what is there, for people, under another name; answers that. */
  Path keepDamaged() throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void writeAll(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void forceFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
