package net.groupvpn.client.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import net.groupvpn.client.config.Directories;
import picocli.CommandLine;

/** Makes commands, and passes the directories to those that need them. */
final class CommandFactory implements CommandLine.IFactory {
  private final Directories directories;

  CommandFactory(Directories directories) {
    this.directories = directories;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Directories.class) {
        return type.cast(make(constructor));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }

  private Object make(Constructor<?> constructor) throws ReflectiveOperationException {
    try {
      return constructor.newInstance(directories);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("a command cannot be made", e.getCause());
    }
  }
}
