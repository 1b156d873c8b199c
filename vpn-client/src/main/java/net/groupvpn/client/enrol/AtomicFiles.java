package net.groupvpn.client.enrol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are either complete or absent, whatever happens; only their owner can read them. */
final class AtomicFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  /** Most directories that are set aside for one file. */
  private static final int MAX_ASIDE = 9;

  private AtomicFiles() {}

  /** Makes a directory that only its owner can enter, with all missing parents. */
  static void makePrivateDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
      return;
    }
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
  }

  /**
   * Makes room where something useless is in the way, such as a directory, by renaming it.
   *
   * @return its new path
   */
  static Path setAside(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    for (int i = 2; Files.isDirectory(aside, LinkOption.NOFOLLOW_LINKS); i++) {
      if (i > MAX_ASIDE) {
        throw new IOException(aside + " and others like it are in the way; remove them");
      }
      aside = file.resolveSibling(file.getFileName() + ".damaged-" + i);
    }
    return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Replaces {@code file}; once this returns, the new content survives a power failure. */
  static void write(Path file, byte[] content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + " is not a file");
    }
    Path temporary = directory.resolve(file.getFileName() + ".new");
    if (Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
      setAside(temporary);
    }
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(FILE));
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
