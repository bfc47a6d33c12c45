"""Public notices: an application is shown to everybody for some days and then goes on by itself."""
