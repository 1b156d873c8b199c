package net.groupvpn.client.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.group.GroupFileException;
import org.jspecify.annotations.Nullable;

/** Reads group files from disk, with errors that name the file. */
public final class GroupFiles {
  private GroupFiles() {}

  /** Reads a file for enrolment: it must not have expired at {@code wallMillis}. */
  public static GroupFile forEnrolment(Path file, long wallMillis) throws ConfigException {
    byte[] bytes = load(file);
    try {
      return GroupFile.read(bytes, wallMillis);
    } catch (GroupFileException e) {
      throw new ConfigException(List.of(file + ": " + e.getMessage()));
    }
  }

  /** Reads the file of an enrolled machine: expiry no longer matters. */
  public static GroupFile ofMember(Path file) throws ConfigException {
    byte[] bytes = load(file);
    try {
      return GroupFile.readEnrolled(bytes);
    } catch (GroupFileException e) {
      throw new ConfigException(List.of(file + ": " + e.getMessage()));
    }
  }

  /**
   * Who besides its owner may read a group file, which holds secrets: a line for a person; null if
   * nobody.
   */
  public static @Nullable String whoElseReads(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      boolean isOpen =
          permissions.contains(PosixFilePermission.OTHERS_READ)
              || permissions.contains(PosixFilePermission.GROUP_READ);
      return isOpen
          ? "%s holds secrets of the group, and others on this machine may read it; do: chmod 600 %s"
              .formatted(file, file)
          : null;
    } catch (IOException | UnsupportedOperationException e) {
      return null; // Reading it shows whether it can be read at all.
    }
  }

  /**
   * The text as the portal wrote it. Editors and mail programs change line ends and add a UTF-8
   * mark at the start. The signature reveals any other change.
   */
  private static byte[] asWritten(byte[] bytes) {
    String text = EditedText.of(new String(bytes, StandardCharsets.ISO_8859_1));
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] load(Path file) throws ConfigException {
    String problem;
    try {
      if (Files.size(file) <= GroupFile.MAX_BYTES) {
        return asWritten(Files.readAllBytes(file));
      }
      problem = "is longer than " + GroupFile.MAX_BYTES + " bytes, so it is not a group file";
    } catch (NoSuchFileException e) {
      problem = "there is no such file; download it from the portal";
    } catch (AccessDeniedException e) {
      problem = "this user cannot read it; try with sudo";
    } catch (IOException e) {
      problem = "cannot be read: " + e.getMessage();
    }
    throw new ConfigException(List.of(file + ": " + problem));
  }
}
