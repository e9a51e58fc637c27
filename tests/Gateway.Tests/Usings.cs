global using Meida.Testing;
