package net.groupvpn.portal.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and directories that only the portal's own user can read. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Creates or replaces a file with mode 0600; it is either complete or absent. */
  public static void write(Path file, byte[] content) throws IOException {
    var mode = PosixFilePermissions.fromString("rw-------");
    var unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(mode));
    try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    var directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      syncNames(directory);
    }
  }

  /** Writes the names in a directory to the disk: fsync(2) on a new file does not. */
  public static void syncNames(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Creates a directory with mode 0700; an existing one keeps its mode. */
  public static Path directory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      var mode = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
    }
    return directory;
  }
}
