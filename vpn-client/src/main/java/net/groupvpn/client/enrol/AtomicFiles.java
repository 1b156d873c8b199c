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

/** Files that are there as a whole or not at all, whatever happens; only their owner reads them. */
final class AtomicFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  /** Folders that are set aside for one file. */
  private static final int MAX_ASIDE = 9;

  private AtomicFiles() {}

  /** Makes a directory that only its owner enters, and whatever is missing above it. */
  static void makePrivateDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
      return;
    }
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
  }

  /**
   * Makes room where something stands that is of no use, a folder maybe: it gets another name.
   *
   * @return where it is now
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

  /** Replaces {@code file}; afterwards the new content survives a loss of power. */
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
